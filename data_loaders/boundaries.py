"""Boundary files as drops: what `geo` reads becomes rows of the boundaries table and findings. (stand-in while geo is written)"""


def is_boundary_file(name, content):
    return False


def read(source, name, content, tables):
    raise NotImplementedError

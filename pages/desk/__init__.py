"""The parts of the upload page: login, delivery, history, journal. Pages draw; what is allowed is decided in data_loaders.desk."""

"""The same screens made in other tools, each about as a good first page of that tool would be."""

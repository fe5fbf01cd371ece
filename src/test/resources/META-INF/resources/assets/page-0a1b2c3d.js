// A file of the page whose name says what is in it.

"""yibao: reports of medical-insurance bodies into landing tables. Stages: read, find, resolve, land."""

"""The static site (静态网站): a folder of pages made from a published warehouse, every number linked to its words."""

"""What is made of many products at once: search data, feeds, sitemaps.

Each product puts a fragment into few buckets; a bucket's files are made of its fragments alone. So
a changed product costs the buckets it stands in, however many products there are.
"""

"""Settings at the desk: coupons, what delivery costs whom, ways of paying, and webhooks.

What stands in the files of ``site/`` is shown and not changed here: it comes with a deployment.
"""

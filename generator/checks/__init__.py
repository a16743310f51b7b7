"""What is wrong with a shop before a shopper finds it: rules over pages and over the catalogue.

Nothing here changes anything or asks the network. `site` looks at everything that is published,
`rehearsal` at what a change would publish.
"""

"""Every collection of the shop, for as many products as it has."""

from generator.collections.model import Collection, Scope
from generator.collections.product_feed import ProductFeed
from generator.collections.search_cards import SearchCards, SearchPrices
from generator.collections.search_docs import SearchDocs
from generator.collections.search_terms import SearchTerms
from generator.collections.sitemap import Sitemap
from generator.shop_facts import ShopFacts


def collections_for(facts: ShopFacts, base_url: str, products: int) -> tuple[Collection, ...]:
    scope = Scope(facts, base_url, products)
    return (
        SearchDocs(scope),
        SearchPrices(scope),
        SearchCards(scope),
        SearchTerms(scope),
        ProductFeed(scope),
        Sitemap(scope),
    )

"""How many decimal places a currency has, and amounts written with them. No more than that, so that
whoever only writes amounts need not load what checks them (`shop.money`)."""

# ISO 4217 (six-iso.org, list one): currencies whose minor unit is not a hundredth.
WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
EXPONENTS = {
    **dict.fromkeys(WHOLE.split(), 0),
    **dict.fromkeys(THOUSANDTHS.split(), 3),
}


def exponent(currency: str) -> int:
    """Decimal places of `currency` (JPY 0, USD 2, KWD 3)."""
    return EXPONENTS.get(currency, 2)


def decimal_text(amount: int, currency: str) -> str:
    """Minor units as a plain decimal: ``12.50``, ``1050000``, ``0.005``."""
    places = exponent(currency)
    if places == 2 and amount >= 0:  # nearly all there are
        return f"{amount // 100}.{amount % 100:02d}"
    if not places:
        return str(amount)
    digits = str(abs(amount)).rjust(places + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"

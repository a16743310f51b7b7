"""WooCommerce's columns under the names its exporter gives them, in eleven languages.

The exporter (includes/export/class-wc-product-csv-exporter.php) translates every column's name
into the language of the person who exports, and nothing else: types, yes and no (1, 0, -1) and
words such as ``visible``, ``notify`` and ``parent`` are the same in every language.

The names below are as they stand in files that exporter wrote and in programs that read them, in
public repositories; those of Vietnamese also in the plugin's woocommerce-vi.po. Translations
change between versions, so a column may have several names. What was found in no such place is
missing: file, download and cost columns are so in most languages, and are reported as unknown.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from shop.catalogue.reading.cells import folded

# English, German, French, Spanish, Italian, Dutch, Brazilian Portuguese, Russian, Vietnamese,
# simplified and traditional Chinese.
NAMES = {
    "id": "ID; 代碼",
    "type": "Type; Typ; Tipo; Тип; Loại; 类型; 類型",
    "sku": "SKU; Artikelnummer; UGS; COD; Артикул; Mã sản phẩm; 貨號",
    "barcode": """GTIN, UPC, EAN, or ISBN; GTIN, UPC, EAN oder ISBN; GTIN, UPC, EAN ou ISBN;
        GTIN, UPC, EAN o ISBN; GTIN, UPC, EAN, o ISBN; GTIN, UPC, EAN of ISBN;
        GTIN, UPC, EAN или ISBN""",
    "title": "Name; Nom; Nombre; Nome; Naam; Имя; Tên; 名称; 名稱",
    "published": """Published; Veröffentlicht; Publié; Publicado; Pubblicato; Gepubliceerd;
        Опубликован; Đã đăng; 已发布; 已發佈""",
    "featured": """Is featured?; Ist hervorgehoben?; Mis en avant ?; ¿Está destacado?;
        In primo piano?; Uitgelicht?; Em destaque?; Рекомендуемый?; Nhãn nổi bật?; 是推荐产品?;
        是特色商品?""",
    "visibility": """Visibility in catalog; Sichtbarkeit im Katalog; Visibilité dans le catalogue;
        Visibilidad en el catálogo; Visibilità nel catalogo; Zichtbaarheid in catalogus;
        Visibilidade no catálogo; Видимость в каталоге; Hiển thị trong danh mục; 在列表页可见;
        目錄的可見度""",
    "short": """Short description; Kurzbeschreibung; Description courte; Descripción corta;
        Breve descrizione; Korte beschrijving; Korte omschrijving; Descrição curta;
        Краткое описание; Короткое описание; Mô tả ngắn; 简短描述; 簡短內容說明; 簡短描述""",
    "description": """Description; Beschreibung; Descripción; Descrizione; Beschrijving; Descrição;
        Описание; Mô tả; 描述""",
    "sale_starts": """Date sale price starts; Datum, an dem Angebotspreis beginnt;
        Date de début de promo; Día en que empieza el precio rebajado;
        Data di partenza del prezzo in saldo; Startdatum actieprijs;
        Data de preço promocional começa em; Дата начала действия скидки;
        Дата начала действия продажной цены; Ngày bắt đầu giảm giá; 促销开始日期; 折扣價開始日期""",
    "sale_ends": """Date sale price ends; Datum, an dem Angebotspreis endet; Date de fin de promo;
        Día en que termina el precio rebajado; Data in cui termina l'offerta;
        Termine data del prezzo di vendita; Einddatum actieprijs;
        Data de preço promocional termina em; Дата окончания действия скидки;
        Дата окончания действия продажной цены; Ngày kết thúc giảm giá; 促销截止日期;
        折扣價結束日期""",
    "tax_status": """Tax status; Steuerstatus; État de la TVA; Statut fiscal; Estado del impuesto;
        Stato delle imposte; Btw status; Status do imposto; Статус налога; Trạng thái thuế; 税状态;
        稅金狀態""",
    "in_stock": """In stock?; Vorrätig?; En stock ?; En inventaire?; ¿Existencias?;
        ¿En inventario?; Op voorraad?; Em estoque?; Наличие; В наличии?; Còn hàng?; 有货?;
        有庫存?""",
    "stock": """Stock; Bestand; Lager; Inventaire; Inventario; Magazzino; Voorraad; Estoque; Запасы;
        Kho; 库存; 庫存""",
    "low_stock": """Low stock amount; Geringe Lagermenge; Montant de stock faible;
        Cantidad de bajo inventario; Quantità in magazzino bassa; Lage voorraad;
        Quantidade baixa de estoque; Величина малых запасов; Малое количество на складе;
        Số lượng tồn kho ít; 库存不足; 低庫存量""",
    "backorders": """Backorders allowed?; Lieferrückstände erlaubt?; Lieferrückstande erlaubt?;
        Rückstände erlaubt?; Autoriser les commandes de produits en rupture ?;
        ¿Permitir reservas de productos agotados?; Abilita gli ordini arretrati?;
        Nabestellingen toestaan?; São permitidas encomendas?; Возможен ли предзаказ?;
        Задержанный заказ возможен?; Cho phép đặt trước?; 允许缺货下单?; 允許無庫存下單嗎?""",
    "sale_price": """Sale price; Angebotspreis; Tarif promo; Precio rebajado; Prezzo in offerta;
        Actieprijs; Preço promocional; Акционная цена; Цена распродажи; Giá khuyến mãi; 促销价格;
        特價""",
    "price": """Regular price; Regulärer Preis; Tarif régulier; Precio normal; Prezzo di listino;
        Reguliere prijs; Preço; Базовая цена; Giá bán thường; 常规售价; 原價""",
    "cost": "Cost of goods",
    "categories": """Categories; Kategorien; Catégories; Categorías; Categorie; Categorieën;
        Categorias; Категории; Danh mục; 分类; 分類""",
    "tags": """Tags; Schlagwörter; Étiquettes; Etiquetas; Tag; Etichette; Метки; Từ khóa; 标签;
        標籤""",
    "brand": "Brands; Brand; Marken; Marques; Marcas; Marchi; Merken; Бренды; Thương hiệu; 品牌",
    "pictures": """Images; Bilder; Imágenes; Immagine; Afbeeldingen; Imagens; Изображения; Hình ảnh;
        图片; 圖片""",
    "parent": """Parent; Übergeordnetes Produkt; Superior; Principal; Genitore; Hoofd; Ascendente;
        Родительский; Gốc; 父级; 上層""",
    # What WooCommerce has no column for, as its own custom fields: `shop export` writes them.
    "handle": "Meta: shop_handle",
    "uncounted": "Meta: shop_stock_uncounted",
    "former_price": "Meta: shop_compare_at",
    "variant_picture": "Meta: shop_variant_picture",
}
# A number stands in the place of the sign.
NUMBERED = {
    "attribute": """Attribute # name; Attribut # Name; Nom de l'attribut #; Nombre del atributo #;
        Nome dell'attributo #; Attributo # nome; Naam eigenschap #; Nome do atributo #;
        Название атрибута #; Имя атрибута #; Tên thuộc tính #; 属性 # 名称; 屬性 # 名稱""",
    "values": """Attribute # value(s); Attribut # Wert(e); Valeur(s) de l'attribut #;
        Valor(es) del atributo #; Valore dell'attributo #; Attributo # valuta(e);
        Waarde eigenschap #; Valores do atributo #; Значения атрибутов #;
        Значение(-я) атрибута(-ов) #; Значение(-я) аттрибута(-ов) #; Giá trị thuộc tính #;
        属性 # 值; 屬性 # 值""",
    "download": """Download # URL; URL de la descarga #; URL do download #;
        URL tập tin tải về #""",
}
WEIGHT = "Weight; Gewicht; Poids; Peso; Вес; Cân nặng; 重量"
UNITS = {"kg": "kg", "g": "g", "lbs": "lbs", "lb": "lbs", "oz": "oz", "кг": "kg", "г": "g",
         "公斤": "kg", "livres": "lbs"}  # fmt: skip
# What this shop has no place for: taxes, sizes, reviews, links between products, and the like.
UNUSED = """Tax class; Sold individually?; Allow customer reviews?; Purchase note; Shipping class;
    Download limit; Download expiry days; Grouped products; Upsells; Cross-sells; External URL;
    Button text; Position; Steuerklasse; Nur einzeln verkaufen?; Kundenrezensionen erlauben?;
    Kundenbewertungen erlauben?; Hinweis zum Kauf; Versandklasse; Downloadlimit;
    Ablauftage des Downloads; Gruppierte Produkte; Zusatzverkäufe; Cross-Sells (Querverkäufe);
    Externe URL; Button-Text; Classe de TVA; Vendre individuellement ?;
    Autoriser les avis clients ?; Note de commande; Classe de livraison; Classe d'expédition;
    Limite de téléchargement; Jours d'expiration du téléchargement; Groupes de produits;
    Produits groupés; Produits suggérés; Montée en gamme; Ventes croisées; URL externe;
    Libellé du bouton; Clase de impuesto; ¿Vendido individualmente?;
    ¿Permitir valoraciones de clientes?; Nota de compra; Clase de envío; Límite de descargas;
    Días de caducidad de la descarga; Productos agrupados; Ventas dirigidas; Ventas cruzadas;
    URL externa; Texto del botón; Posición; Aliquota di imposta; Venduto singolarmente?;
    Permetti le recensioni clienti?; Nota di acquisto; Classe di spedizione; Limite di download;
    Scarica i giorni di scadenza; Prodotti raggruppati; Up-sell; Cross-sell; URL esterno;
    URL esterna; Testo del pulsante; Posizione; Belastingklasse; Wordt individueel verkocht?;
    Klantbeoordelingen toestaan?; Aankoopnotitie; Verzendklasse; Downloadlimiet;
    Dagen vervaltijd download; Gegroepeerde producten; Knop tekst; Positie; Classe de imposto;
    Vendido individualmente?; Permitir avaliações de clientes?; Classe de entrega;
    Limite de downloads; Texto do botão; Posição; Налоговый класс; Продано индивидуально?;
    Разрешить отзывы от клиентов?; Примечание к покупке; Класс доставки; Лимит загрузок;
    Лимит скачивания; Дней срока скачивания; Дней срока загрузки;
    Число дней до просроченной загрузки; Сгруппированные товары; Апсейл; Апсэлы; Кросселы;
    Внешний URL; Текст кнопки; Позиция; Lớp thuế; Bán riêng?; Cho phép đánh giá của khách hàng?;
    Ghi chú thanh toán; Lớp giao hàng; Giới hạn tải xuống; Ngày hết hạn tải về;
    Các sản phẩm theo nhóm; Bán chéo; URL ngoài; Nội dung nút bấm; Vị trí; 税类; 单独出售?;
    允许客户评价?; 购物备注; 运费类; 下载限制; 下载的过期天数; 分组产品; 交叉销售; 外部链接;
    按钮文本; 位置; 稅率類別; 單獨銷售?; 允許客戶評論嗎?; 購買備註; 運送類別; 下載限制;
    下載點過期天數; 組合商品; 追加銷售; 交叉銷售; 外部網址; 按鈕文字"""
UNUSED_NUMBERED = """Attribute # visible; Attribute # global; Attribute # default; Download # name;
    Download # ID; Attribut # visible; Attribut # Sichtbar; Attribut # Global; Attribut # Standard;
    Atributo visible #; Atributo global #; ID de descarga #; Nombre de la descarga #;
    Attributo # visibile; Attributo # globale; Attributo # predefinito; Zichtbare eigenschap #;
    Globale eigenschap #; Standaardeigenschap #; Visibilidade do atributo #;
    Видимость атрибута #; Глобальный атрибут #; Thuộc tính hiển thị #; Thuộc tính toàn cục #;
    Thuộc tính mặc định #; Tên tập tin tải về #; 属性 # 可见; 属性 # 的全局; 屬性 # 可見;
    屬性 # 全域; 屬性 # 預設"""
_MEASURE = re.compile(r"(?:length|width|height|länge|breite|höhe|longueur|largeur|hauteur|longitud|"
                      r"anchura|ancho|altura|lunghezza|larghezza|altezza|lengte|breedte|hoogte|"
                      r"comprimento|largura|длина|ширина|высота|độ dài|độ rộng|chiều cao|长度|宽度|"
                      r"高度|長|寬|高) ?\(.+\)")  # fmt: skip
_META = re.compile(r"(?:meta|méta|мета|元数据) ?:.*")
# Names no other kind of table has.
MARKS = ("featured", "visibility", "tax_status")
ENGLISH_MARKS = {"regular price", "in stock?"}


class Weight(NamedTuple):
    """The column's name as the file writes it, and the unit of its numbers."""

    column: str = ""
    unit: str = "kg"


def plain(name: str) -> str:
    """As `folded`, and without what typesetting makes of a name: wide or curly marks."""
    text = folded(unicodedata.normalize("NFKC", name).replace("’", "'"))
    return text.replace(" ?", "?")


def _spellings(names: str) -> tuple[str, ...]:
    return tuple(plain(name) for name in names.split(";"))


_NAMES = {field: _spellings(names) for field, names in NAMES.items()}
_UNUSED = frozenset(_spellings(UNUSED))
_WEIGHT = re.compile(rf"(?:{'|'.join(_spellings(WEIGHT))}) ?\((.+)\)")


def _numbered(names: str) -> re.Pattern[str]:
    shapes = (map(re.escape, map(str.strip, name.split("#"))) for name in _spellings(names))
    return re.compile("|".join(r" ?(?:[0-9]{1,3}) ?".join(shape) for shape in shapes))


_NUMBERED = {field: _numbered(names) for field, names in NUMBERED.items()}
_UNUSED_NUMBERED = _numbered(UNUSED_NUMBERED)


def recognises(columns: frozenset[str]) -> bool:
    found = set(map(plain, columns))
    marks = ENGLISH_MARKS.union(*(_NAMES[field] for field in MARKS))
    return all(found.intersection(_NAMES[field]) for field in ("type", "title")) and bool(
        found & marks
    )


def columns(header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The file's own name for every field it has a column for."""
    written: dict[str, list[str]] = {}
    for name in header:
        written.setdefault(plain(name), []).append(name)
    found = {field: tuple(own for name in names for own in written.get(name, ()))
             for field, names in _NAMES.items()}  # fmt: skip
    downloads = numbered(header, "download")
    for field, number in (("download", 1), ("download2", 2)):
        found[field] = (header[downloads[number]],) if number in downloads else ()
    found["weight"] = tuple(filter(None, (weight(header).column,)))
    return found


def numbered(header: Sequence[str], field: str) -> dict[int, int]:
    """Places of the columns of a field that has several, by their number."""
    found: dict[int, int] = {}
    for index, name in enumerate(header):
        shown = plain(name)
        if _NUMBERED[field].fullmatch(shown):
            found.setdefault(int(re.sub("[^0-9]", "", shown)), index)
    return found


def weight(header: Sequence[str]) -> Weight:
    """The column of weights, if its unit is known: a wrong one would cost a hundredfold postage."""
    for name in header:
        match = _WEIGHT.fullmatch(plain(name))
        if match and match[1] in UNITS:
            return Weight(name, UNITS[match[1]])
    return Weight()


def unused(header: Sequence[str]) -> set[int]:
    """Places of columns that are understood, and that this shop has no use for."""
    return {index for index, name in enumerate(header) if _is_unused(plain(name))}


def _is_unused(name: str) -> bool:
    shapes = (_UNUSED_NUMBERED, _MEASURE, _META)
    return name in _UNUSED or any(shape.fullmatch(name) for shape in shapes)

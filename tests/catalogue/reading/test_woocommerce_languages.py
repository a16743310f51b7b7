"""WooCommerce's exporter translates the names of its columns, and nothing else."""

import csv
import io

import pytest

from shop.catalogue.importing import Reading, read_file
from shop.money import Money

# As the exporter writes them, a column each, in its own order.
ENGLISH = (
    "ID", "Type", "SKU", "Name", "Published", "Is featured?", "Visibility in catalog",
    "Short description", "Description", "Date sale price starts", "Date sale price ends",
    "Tax status", "Tax class", "In stock?", "Stock", "Low stock amount", "Backorders allowed?",
    "Sold individually?", "Weight (kg)", "Length (cm)", "Width (cm)", "Height (cm)",
    "Allow customer reviews?", "Purchase note", "Sale price", "Regular price", "Categories",
    "Tags", "Shipping class", "Images", "Download limit", "Download expiry days", "Parent",
    "Grouped products", "Upsells", "Cross-sells", "External URL", "Button text", "Position",
    "Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible", "Attribute 1 global",
)  # fmt: skip
TRANSLATED = {
    "de": """ID|Typ|Artikelnummer|Name|Veröffentlicht|Ist hervorgehoben?|Sichtbarkeit im Katalog
        |Kurzbeschreibung|Beschreibung|Datum, an dem Angebotspreis beginnt
        |Datum, an dem Angebotspreis endet|Steuerstatus|Steuerklasse|Vorrätig?|Bestand
        |Geringe Lagermenge|Lieferrückstände erlaubt?|Nur einzeln verkaufen?|Gewicht (kg)
        |Länge (cm)|Breite (cm)|Höhe (cm)|Kundenrezensionen erlauben?|Hinweis zum Kauf
        |Angebotspreis|Regulärer Preis|Kategorien|Schlagwörter|Versandklasse|Bilder
        |Downloadlimit|Ablauftage des Downloads|Übergeordnetes Produkt|Gruppierte Produkte
        |Zusatzverkäufe|Cross-Sells (Querverkäufe)|Externe URL|Button-Text|Position
        |Attribut 1 Name|Attribut 1 Wert(e)|Attribut 1 Sichtbar|Attribut 1 Global""",
    "fr": """ID|Type|UGS|Nom|Publié|Mis en avant ?|Visibilité dans le catalogue
        |Description courte|Description|Date de début de promo|Date de fin de promo
        |État de la TVA|Classe de TVA|En stock ?|Stock|Montant de stock faible
        |Autoriser les commandes de produits en rupture ?|Vendre individuellement ?|Poids (kg)
        |Longueur (cm)|Largeur (cm)|Hauteur (cm)|Autoriser les avis clients ?|Note de commande
        |Tarif promo|Tarif régulier|Catégories|Étiquettes|Classe d’expédition|Images
        |Limite de téléchargement|Jours d’expiration du téléchargement|Parent
        |Groupes de produits|Produits suggérés|Ventes croisées|URL externe|Libellé du bouton
        |Position|Nom de l’attribut 1|Valeur(s) de l’attribut 1|Attribut 1 visible
        |Attribut 1 global""",
    "es": """ID|Tipo|SKU|Nombre|Publicado|¿Está destacado?|Visibilidad en el catálogo
        |Descripción corta|Descripción|Día en que empieza el precio rebajado
        |Día en que termina el precio rebajado|Estado del impuesto|Clase de impuesto
        |¿Existencias?|Inventario|Cantidad de bajo inventario
        |¿Permitir reservas de productos agotados?|¿Vendido individualmente?|Peso (kg)
        |Longitud (cm)|Anchura (cm)|Altura (cm)|¿Permitir valoraciones de clientes?
        |Nota de compra|Precio rebajado|Precio normal|Categorías|Etiquetas|Clase de envío
        |Imágenes|Límite de descargas|Días de caducidad de la descarga|Superior
        |Productos agrupados|Ventas dirigidas|Ventas cruzadas|URL externa|Texto del botón
        |Posición|Nombre del atributo 1|Valor(es) del atributo 1|Atributo visible 1
        |Atributo global 1""",
    "it": """ID|Tipo|COD|Nome|Pubblicato|In primo piano?|Visibilità nel catalogo
        |Breve descrizione|Descrizione|Data di partenza del prezzo in saldo
        |Data in cui termina l'offerta|Stato delle imposte|Aliquota di imposta|In stock?
        |Magazzino|Quantità in magazzino bassa|Abilita gli ordini arretrati?
        |Venduto singolarmente?|Peso (kg)|Lunghezza (cm)|Larghezza (cm)|Altezza (cm)
        |Permetti le recensioni clienti?|Nota di acquisto|Prezzo in offerta|Prezzo di listino
        |Categorie|Tag|Classe di spedizione|Immagine|Limite di download
        |Scarica i giorni di scadenza|Genitore|Prodotti raggruppati|Up-sell|Cross-sell
        |URL esterno|Testo del pulsante|Posizione|Nome dell'attributo 1
        |Valore dell'attributo 1|Attributo 1 visibile|Attributo 1 globale""",
    "nl": """ID|Type|Artikelnummer|Naam|Gepubliceerd|Uitgelicht?|Zichtbaarheid in catalogus
        |Korte omschrijving|Beschrijving|Startdatum actieprijs|Einddatum actieprijs|Btw status
        |Belastingklasse|Op voorraad?|Voorraad|Lage voorraad|Nabestellingen toestaan?
        |Wordt individueel verkocht?|Gewicht (kg)|Lengte (cm)|Breedte (cm)|Hoogte (cm)
        |Klantbeoordelingen toestaan?|Aankoopnotitie|Actieprijs|Reguliere prijs|Categorieën
        |Tags|Verzendklasse|Afbeeldingen|Downloadlimiet|Dagen vervaltijd download|Hoofd
        |Gegroepeerde producten|Upsells|Cross-sells|Externe URL|Knop tekst|Positie
        |Naam eigenschap 1|Waarde eigenschap 1|Zichtbare eigenschap 1|Globale eigenschap 1""",
    "pt-BR": """ID|Tipo|SKU|Nome|Publicado|Em destaque?|Visibilidade no catálogo
        |Descrição curta|Descrição|Data de preço promocional começa em
        |Data de preço promocional termina em|Status do imposto|Classe de imposto|Em estoque?
        |Estoque|Quantidade baixa de estoque|São permitidas encomendas?
        |Vendido individualmente?|Peso (kg)|Comprimento (cm)|Largura (cm)|Altura (cm)
        |Permitir avaliações de clientes?|Nota de compra|Preço promocional|Preço|Categorias
        |Tags|Classe de entrega|Imagens|Limite de downloads||Ascendente||||URL externa
        |Texto do botão|Posição|Nome do atributo 1|Valores do atributo 1
        |Visibilidade do atributo 1|Atributo global 1""",
    "ru": """ID|Тип|Артикул|Имя|Опубликован|рекомендуемый?|Видимость в каталоге
        |Короткое описание|Описание|Дата начала действия продажной цены
        |Дата окончания действия продажной цены|Статус налога|Налоговый класс|В наличии?
        |Запасы|Величина малых запасов|Возможен ли предзаказ?|Продано индивидуально?|Вес (kg)
        |Длина (cm)|Ширина (cm)|Высота (cm)|Разрешить отзывы от клиентов?
        |Примечание к покупке|Цена распродажи|Базовая цена|Категории|Метки|Класс доставки
        |Изображения|Лимит загрузок|Число дней до просроченной загрузки|Родительский
        |Сгруппированные товары|Апсейл|Кросселы|Внешний URL|Текст кнопки|Позиция
        |Имя атрибута 1|Значение(-я) аттрибута(-ов) 1|Видимость атрибута 1
        |Глобальный атрибут 1""",
    "vi": """ID|Loại|Mã sản phẩm|Tên|Đã đăng|Nhãn nổi bật?|Hiển thị trong danh mục|Mô tả ngắn
        |Mô tả|Ngày bắt đầu giảm giá|Ngày kết thúc giảm giá|Trạng thái thuế|Lớp thuế
        |Còn hàng?|Kho|Số lượng tồn kho ít|Cho phép đặt trước?|Bán riêng?|Cân nặng (kg)
        |Độ dài (cm)|Độ rộng (cm)|Chiều cao (cm)|Cho phép đánh giá của khách hàng?
        |Ghi chú thanh toán|Giá khuyến mãi|Giá bán thường|Danh mục|Từ khóa|Lớp giao hàng
        |Hình ảnh|Giới hạn tải xuống|Ngày hết hạn tải về|Gốc|Các sản phẩm theo nhóm|Upsells
        |Bán chéo|URL ngoài|Nội dung nút bấm|Vị trí|Tên thuộc tính 1|Giá trị thuộc tính 1
        |Thuộc tính hiển thị 1|Thuộc tính toàn cục  1""",
    "zh-CN": """ID|类型|SKU|名称|已发布|是推荐产品？|在列表页可见|简短描述|描述|促销开始日期
        |促销截止日期|税状态|税类|有货？|库存|库存不足|允许缺货下单？|单独出售？|重量(公斤)
        |长度(厘米)|宽度 (厘米)|高度 (厘米)|允许客户评价？|购物备注|促销价格|常规售价|分类|标签
        |运费类|图片|下载限制|下载的过期天数|父级|分组产品|交叉销售|交叉销售|外部链接|按钮文本
        |位置|属性 1 名称|属性 1 值|属性 1 可见|属性 1  的全局""",
    "zh-TW": """代碼|類型|貨號|名稱|已發佈|是特色商品？|目錄的可見度|簡短內容說明|描述
        |折扣價開始日期|折扣價結束日期|稅金狀態|稅率類別|有庫存？|庫存|低庫存量
        |允許無庫存下單嗎？|單獨銷售?|重量 (公斤)|長 (公分)|寬 (公分)|高 (公分)
        |允許客戶評論嗎？|購買備註|特價|原價|分類|標籤|運送類別|圖片|下載限制|下載點過期天數
        |上層|組合商品|追加銷售|交叉銷售|外部網址|按鈕文字|位置|屬性 1 名稱|屬性 1 值
        |屬性 1 可見|屬性 1 全域""",
}
ROWS = (
    {
        "ID": "7", "Type": "variable", "SKU": "tea", "Name": "Trà 茶 Tee", "Published": "1",
        "Is featured?": "1", "Visibility in catalog": "visible", "Short description": "kurz",
        "Description": "lang", "Tax status": "taxable", "In stock?": "1",
        "Low stock amount": "2", "Backorders allowed?": "0", "Categories": "Tea > Green, Gifts",
        "Tags": "new, loose", "Images": "https://x.example/a.jpg", "Position": "0",
        "Attribute 1 name": "Size", "Attribute 1 value(s)": "50 g, 100 g",
        "Attribute 1 visible": "1", "Attribute 1 global": "0",
    },
    {
        "ID": "8", "Type": "variation, virtual", "SKU": "tea-50", "Name": "Trà", "Published": "1",
        "In stock?": "1", "Stock": "5", "Backorders allowed?": "notify", "Weight (kg)": "0,05",
        "Date sale price starts": "2026-11-01", "Date sale price ends": "2026-12-01",
        "Sale price": "8", "Regular price": "10", "Parent": "id:7",
        "Attribute 1 name": "Size", "Attribute 1 value(s)": "50 g",
    },
)  # fmt: skip


def names(language: str) -> list[str]:
    return [name.strip() for name in TRANSLATED[language].split("|")]


def read(header: list[str]) -> Reading:
    assert len(header) == len(ENGLISH)
    lines = [[row.get(column, "") for column in ENGLISH] for row in ROWS]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *lines])
    return read_file(buffer.getvalue().encode(), "export.csv", currency="EUR")


def test_the_english_file_says_everything_the_others_are_compared_with() -> None:
    (tea,) = read(list(ENGLISH)).products
    (small,) = tea.variants
    assert (tea.title, tea.description) == ("Trà 茶 Tee", "<p>kurz</p><p>lang</p>")
    assert (tea.recommended, tea.low_stock_level) == (True, 2)
    assert (tea.categories, tea.tags) == ((("Tea", "Green"), ("Gifts",)), ("new", "loose"))
    assert [picture.src for picture in tea.pictures] == ["https://x.example/a.jpg"]
    assert ([option.name for option in tea.options], small.options) == (["Size"], ("50 g",))
    assert (small.price, small.compare_at) == (Money.of(800, "EUR"), Money.of(1000, "EUR"))
    assert small.sale_starts
    assert small.sale_ends
    assert (small.sku, small.weight_grams, small.digital) == ("tea-50", 50, True)
    assert (small.tracked, small.stock_policy) == (True, "continue")


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_an_export_in_another_language_is_the_same_catalogue(
    language: str, change: type[str]
) -> None:
    english, reading = read(list(ENGLISH)), read([change(name) for name in names(language)])
    assert reading.format == "woocommerce"
    assert reading.products == english.products
    assert reading.stock == english.stock == {"tea-50": 5}
    assert reading.tally == english.tally
    assert reading.fields == english.fields
    assert list(reading.problems) == []


@pytest.mark.parametrize(
    ("unit", "grams"), [("g", 2), ("lbs", 907), ("oz", 57), ("кг", 2000), ("г", 2), ("公斤", 2000)]
)
@pytest.mark.parametrize("word", ["Weight", "Gewicht", "Вес", "重量"])
def test_weights_have_their_unit_in_the_column_s_name(word: str, unit: str, grams: int) -> None:
    text = f"Type,SKU,Name,Tax status,{word} ({unit})\nsimple,cup,Cup,taxable,2\n"
    (cup,) = read_file(text.encode(), "x.csv", currency="EUR").products
    assert cup.variants[0].weight_grams == grams


def test_a_unit_nobody_knows_is_told_rather_than_taken_for_kilograms() -> None:
    text = "Type,SKU,Name,Tax status,Weight (stone)\nsimple,cup,Cup,taxable,2\n"
    reading = read_file(text.encode(), "x.csv", currency="EUR")
    assert reading.products[0].variants[0].weight_grams is None
    assert [(p.column, p.code) for p in reading.problems if p.severity == "info"] == [
        ("Weight (stone)", "column_unknown")
    ]


def test_a_column_that_is_not_understood_is_told() -> None:
    text = "Type,SKU,Name,Tax status,Lieblingsfarbe,Meta: _x,Größe (cm)\nsimple,a,A,taxable,,,\n"
    problems = read_file(text.encode(), "x.csv", currency="EUR").problems
    told = [p.column for p in problems if p.code == "column_unknown"]
    assert told == ["Lieblingsfarbe", "Größe (cm)"]


def test_a_download_s_address_is_found_where_its_name_is_known() -> None:
    for column in ("Download 1 URL", "URL de la descarga 1", "URL do download 1",
                   "URL tập tin tải về 1"):  # fmt: skip
        text = f"Type,SKU,Name,Tax status,{column}\nsimple,a,A,taxable,https://x.example/a.zip\n"
        (song,) = read_file(text.encode(), "x.csv", currency="EUR").products
        assert song.digital_file == "https://x.example/a.zip"


@pytest.mark.parametrize(
    "header", ["Type,Nom,Prix", "类型,名称,原价,价格", "Tipo,Nome,Prezzo,Magazzino"]
)
def test_a_plain_table_in_another_language_is_not_taken_for_an_export(header: str) -> None:
    assert read_file(f"{header}\na,b,1,2\n".encode(), "x.csv", currency="EUR").format == "plain"

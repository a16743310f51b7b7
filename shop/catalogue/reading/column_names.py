"""What the columns of a product table are called, in nine languages: the words guessing knows.

A word with ``=`` in front counts only where it is the whole name. Fields whose name begins with a
dash are understood, and not used.
"""

FIELDS = {
    "sku": """sku; item code; product code; article code; article number; article no; item number;
        item no; product number; product id; part number; model number; style no; asin; =code;
        =ref; =reference; =mpn; =id; =item id; 编码; 編碼; 编号; 編號; 货号; 貨號; 商品编码;
        商品編碼; 商品编号; 商品編號; 款号; 款號; 产品编号; 產品編號; 代码; 代碼; 物料号; mã hàng;
        mã sản phẩm; mã sp; mã hàng hóa; =mã; artikelnummer; artikel nr; artikelnr; art nr;
        bestellnummer; produktnummer; référence; =réf; code article; code produit;
        numéro d article; codice articolo; codice prodotto; =codice; =cod; =riferimento; артикул;
        код товара; =код; bestelnummer; productcode; productnummer""",
    "title": """product name; product title; item name; article name; =title; =name; =product;
        =item; =article; =goods; 名称; 名稱; 商品名称; 商品名稱; 产品名称; 產品名稱; 品名; 标题;
        標題; 商品标题; 商品標題; =商品; =产品; =產品; 货品名称; tên hàng; tên sản phẩm;
        tên hàng hóa; =tên; =sản phẩm; =tiêu đề; artikelbezeichnung; artikelname; artikeltext;
        produktname; =bezeichnung; =artikel; =produkt; =titel; nom du produit; =nom; =produit;
        =désignation; =libellé; =titre; =intitulé; nome prodotto; nome articolo; =nome; =prodotto;
        =articolo; =titolo; =denominazione; наименование товара; название товара; =наименование;
        =название; =товар; productnaam; artikelnaam; =naam; =benaming""",
    "description": """description; long description; product description; =details; =text; 描述;
        详情; 詳情; 说明; 說明; 简介; 簡介; mô tả; mô tả sản phẩm; beschreibung;
        produktbeschreibung; langtext; =descriptif; descrizione; описание; omschrijving;
        beschrijving""",
    "brand": """brand; brand name; manufacturer; =make; =vendor; 品牌; 牌子; 制造商; thương hiệu;
        nhãn hiệu; hãng sản xuất; =hãng; marke; hersteller; marque; fabricant; marca; produttore;
        бренд; производитель; =марка; merk; fabrikant""",
    "category": """category; categories; product category; main category; =group; product group;
        =department; 分类; 分類; 类别; 類別; 类目; 類目; 品类; 品類; 商品分类; 商品分類; danh mục;
        nhóm hàng; loại hàng; ngành hàng; =loại; kategorie; warengruppe; =gruppe; artikelgruppe;
        produktgruppe; catégorie; =famille; =rayon; categoria; =gruppo; =famiglia; категория;
        =группа; =раздел; categorie; productgroep; artikelgroep; =groep""",
    "subcategory": """sub category; subcategory; second category; 子分类; 子分類; 二级分类; 小类;
        danh mục con; nhóm con; unterkategorie; untergruppe; sous catégorie; sottocategoria;
        подкатегория; subcategorie""",
    "type": """product type; =type; 三级分类; =类型; =類型; loại sản phẩm; produkttyp; produktart;
        type de produit; tipo prodotto; тип товара; producttype""",
    "price": """price; unit price; retail price; selling price; gross price; price gross; =amount;
        价格; 價格; 商品价格; 商品價格; 单价; 單價; 售价; 售價; 销售价; 零售价; 零售價; 现价;
        giá bán; đơn giá; giá bán lẻ; =giá; preis; verkaufspreis; bruttopreis; preis brutto;
        vk brutto; vk preis; endpreis; =vk; =brutto; prix; prix de vente; prix ttc; =pvp; prezzo;
        prezzo di vendita; цена; розничная цена; prijs; verkoopprijs; prijs incl""",
    "sale_price": """sale price; special price; offer price; discounted price; promo price; 促销价;
        促銷價; 优惠价; 優惠價; 特价; 特價; 折后价; giá khuyến mãi; giá km; giá giảm; aktionspreis;
        angebotspreis; sonderpreis; prix promo; prix soldé; prezzo scontato; prezzo offerta;
        цена со скидкой; акционная цена; aanbiedingsprijs; actieprijs""",
    "compare_at": """compare at price; market price; list price; original price; regular price;
        old price; was price; =mrp; =rrp; =msrp; 原价; 原價; 市场价; 市場價; 划线价; 吊牌价;
        giá gốc; giá niêm yết; giá thị trường; giá cũ; uvp; listenpreis; alter preis; statt preis;
        prix barré; ancien prix; prix conseillé; prezzo pieno; prezzo di listino; старая цена;
        adviesprijs; oude prijs""",
    "cost": """cost; cost price; cost per item; purchase price; buying price; wholesale price;
        supply price; 成本; 成本价; 成本價; 进价; 進價; 采购价; 採購價; 进货价; 批发价; giá vốn;
        giá nhập; giá mua; einkaufspreis; ek preis; ek netto; =ek; prix d achat; coût;
        prezzo di acquisto; =costo; закупочная цена; себестоимость; inkoopprijs; kostprijs""",
    "currency": """currency; currency code; 币种; 幣種; 货币; 貨幣; tiền tệ; währung; devise;
        =valuta; валюта; munteenheid""",
    "stock": """stock; quantity; qty; inventory; on hand; stock quantity; in stock; 库存; 庫存;
        库存量; =数量; =數量; tồn kho; số lượng; số lượng tồn; =tồn; bestand; lagerbestand; =menge;
        quantité; giacenza; quantità; остаток; количество; наличие; voorraad; =aantal""",
    "picture": """picture; image; photo; image url; picture url; image link; image src; =img;
        =thumbnail; 图片; 圖片; 主图; 主圖; 图片链接; 圖片連結; 图片地址; hình ảnh; ảnh; link ảnh;
        bild; bilder; bild url; foto; photo url; immagine; изображение; картинка; фото;
        afbeelding""",
    "barcode": """barcode; ean; ean code; ean13; gtin; upc; =isbn; 条码; 條碼; 条形码; 條形碼;
        国际条码; mã vạch; strichcode; code barres; code à barres; codice a barre; codice ean;
        штрихкод; штрих код; streepjescode""",
    "weight": """weight; net weight; 重量; 净重; 淨重; trọng lượng; khối lượng; cân nặng; gewicht;
        poids; =peso; вес; масса""",
    "unit": """unit; unit of measure; =uom; 单位; 單位; đơn vị; đơn vị tính; đvt; einheit; =me;
        unité; unità di misura; =um; единица; ед изм; eenheid""",
    "color": """color; colour; 颜色; 顏色; màu sắc; =màu; farbe; couleur; colore; цвет; kleur""",
    "size": """size; 尺码; 尺碼; 尺寸; 规格; 規格; kích cỡ; kích thước; =cỡ; größe; taille; taglia;
        =misura; размер; maat; =afmeting""",
    "material": """material; 材质; 材質; chất liệu; =stoff; matière; materiale; материал;
        materiaal""",
    "group": """parent sku; parent code; parent id; item group id; =parent; variant of; 主编码;
        父编码; mã hàng liên quan; mã cha; hauptartikel; vaterartikel; code parent; codice padre;
        hoofdartikel""",
    "handle": """handle; slug; url key; =permalink""",
    "supplier": """supplier; supplier name; 供应商; 供應商; nhà cung cấp; lieferant; fournisseur;
        fornitore; поставщик; leverancier""",
    "origin": """origin; country of origin; made in; 产地; 產地; 原产地; xuất xứ; nước sản xuất;
        herkunft; ursprungsland; origine; pays d origine; paese di origine; страна;
        страна происхождения; herkomst; land van herkomst""",
    "tags": """tags; keywords; 标签; 標籤; 关键词; từ khóa; schlagwörter; mots clés; parole chiave;
        теги; trefwoorden""",
    "-link": """url; link; href; product url; product link; review url; webshop url; 链接; 連結;
        网址; đường dẫn; ссылка""",
    "-rating": """rating; stars; score; reviews; total reviews; review count; comment; comments;
        评分; 評分; 评论; 評論; 评论数; 評論數; đánh giá; bewertung; note client; valutazione;
        рейтинг; отзывы; beoordeling""",
    "-sales": """sales; sold; units sold; 销量; 銷量; 月销量; 已售; đã bán; số lượng bán; verkauft;
        vendus; venduti; продано; verkocht""",
    "-tax": """tax; vat; vat rate; tax rate; 税率; 稅率; thuế; =vat; mwst; =ust; steuersatz; tva;
        iva; ндс; btw; btw tarief""",
    "-net price": """net price; price net; price excl vat; 不含税价; 未稅價; giá chưa thuế;
        nettopreis; preis netto; vk netto; =netto; prix ht; prezzo netto; цена без ндс;
        prijs excl""",
    "-discount": """discount; promotion; 折扣; 促销; 促銷; giảm giá; khuyến mãi; rabatt; remise;
        sconto; скидка; korting""",
    "-index": """index; =no; =nr; =num; row; 序号; 序號; =stt; lfd nr; =pos; numero riga; =№;
        rij""",
}

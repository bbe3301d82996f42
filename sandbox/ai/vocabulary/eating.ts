/** What is eaten and drunk, and what some cannot. Written as `spoken` is. */
export const eating = `
food.snack: +snack +sandwich +wrap +toast / imbiss snack belegt sandwich toast / spuntin panin tramezzin toast merend
food.soup: +soup broth / suppe bruhe eintopf / zupp minestr brodo
food.salad: +salad / salat / insalat
food.pasta: +pasta noodles spaghetti / nudel pasta / pasta spaghett lasagn gnocch
food.pizza: +pizza / pizza pizzen / pizz
food.rice: +rice / =reis / riso
food.potato: +potato potatoes chips fries / kartoffel pommes / patat
food.vegetable: vegetabl +tomato +carrot +onion garlic cabbage courgette pepper_veg / gemuse tomate karotte mohre zwiebel knoblauch zucchini paprika / verdur ortagg pomodor carot cipoll aglio zucchin peperon
food.mushroom: mushroom / pilz pilze champignon / fungh
food.bean: +bean lentil chickpea soy soya tofu / bohne linsen kichererb soja tofu / fagiol lentic ceci soia tofu
food.cheese: +cheese mozzarella / kase / formagg mozzarell
food.yoghurt: yoghurt yogurt / joghurt quark / yogurt
food.butter: butter margarine / butter margarine / burro margarin
food.cream: whipped_cream / sahne schlagsahne / panna
food.icecream: ice_cream gelato sorbet / =eis eiscreme speiseeis / gelat sorbett
food.chocolate: chocolat cocoa praline / schoko kakao praline / cioccolat cacao pralin
food.sweets: sweets candy dessert pudding / sussigkeit nachtisch dessert bonbon / caramell dolciumi dessert
food.jam: +jam marmalade =spread / marmelade konfiture aufstrich / marmellat confettur
food.honey: honey / honig / miele
food.flour: +flour dough yeast rye spelt / mehl teig hefe roggen dinkel / farin impast lievit segal farro
food.oil: olive_oil cooking_oil vinegar / olivenol speiseol essig / olio_d_oliva olio_extra aceto
food.spice: +spice +herb pepper cinnamon basil / gewurz krauter pfeffer zimt basilikum / spezi erb_aromat pepe cannell basilic
food.salt: =salt / salz / =sale
food.ham: +ham bacon salami sausage / schinken speck salami wurst / prosciutt salam pancett salsicc
meat.chicken: chicken turkey poultry / huhn hahnchen pute geflugel / pollo tacchin
meat.pork: pork / schwein / maial suin
meat.beef: beef steak veal / rind steak kalb / manz bistecc vitell
meat.lamb: =lamb mutton / =lamm / agnell
fish.shellfish: shellfish shrimp prawn mussel crustacean / krustentier garnele muschel / crostace gamber cozz frutti_di_mare
nut.peanut: peanut / erdnuss erdnusse / arachid
nut.almond: almond / mandel / mandorl
nut.hazelnut: hazelnut / haselnuss haselnusse / nocciol
nut.walnut: walnut / walnuss walnusse / =noce =noci
nut.sesame: sesame / sesam / sesam
fruit.apple: +apple / apfel / =mela =mele
fruit.berry: strawberr raspberr blueberr berry berries cherry cherries / beere erdbeer himbeer kirsche / fragol lampon mirtill ciliegi frutti_di_bosco
fruit.citrus: lemon orange_juice lime grapefruit / zitrone orange limette / limon aranc pompelm
fruit.banana: banana / banane / banan
fruit.grape: grape / traube weintraube / uva
fruit.pear: pear peach plum apricot / birne pfirsich pflaume aprikose / per_frutto pesche prugn albicocc
cake.birthday: birthday_cake wedding_cake custom_cake / geburtstagstorte hochzeitstorte geburtstagskuchen / torta_di_compleann torta_nuzial torta_per
cake.biscuit: biscuit cookie cracker / keks platzchen / biscott
cake.croissant: croissant pastry / croissant hornchen / cornett brioche
bread.sourdough: sourdough / sauerteig / lievito_madre pasta_madre
bread.rye: rye_bread wholemeal wholegrain / roggenbrot vollkorn schwarzbrot / integral pane_nero pane_di_segale
bread.roll: bread_roll bun / brotchen semmel / panin pagnottell rosett
drink.spirit: spirits liqueur =gin whisky whiskey rum vodka cocktail / schnaps likor gin whisky rum cocktail / liquor grapp gin whisky rum cocktail amaro
drink.alcohol: alcohol alcoholic / alkohol / alcol
drink.soda: lemonade soft_drink coke cola / limonade cola softdrink brause / limonat bibit cola
drink.herbal: herbal_tea camomile peppermint_tea / krautertee kamille pfefferminztee fruchtetee / tisan camomill
drink.matcha: matcha green_tea black_tea / matcha gruntee schwarztee / matcha te_verde te_nero
drink.oatmilk: oat_milk soy_milk almond_milk plant_milk / hafermilch sojamilch mandelmilch / latte_d_avena latte_di_soia latte_vegetal bevanda_vegetal
vegan: no_animal animal_free / tierfrei ohne_tierisch rein_pflanzlich / senza_derivati_animali
vegetarian: veggie meatless meat_free no_meat / vegi fleischlos ohne_fleisch / senza_carne
gluten: coeliac_disease wheat_free gluten_intoler barley / glutenfrei weizenfrei gerste weizen / senza_glutine celiac frument orzo
lactose: dairy_free lactose_intoler milk_free lactosefree / laktosefrei laktoseintoler milcheiweiss / senza_lattosio intollerante_al_latt
allergy: allergy allergies allergen anaphyla +react / allergie allergen allergiker / allerg allergen
allergy.nickel: nickel / nickel / nichel nickel
allergy.latex: latex / latex / lattice
allergy.pollen: pollen hay_fever / pollen heuschnupfen / polline pollin
allergy.dust: dust_mite dust_allergy / hausstaub milben / acari polvere
ingredient: what_is_in_it what_s_in what_is_inside made_from =traces additives preservative / was_ist_drin was_drin_ist woraus_besteh zusatzstoff konservierungsstoff inhalt spuren_von / cosa_c_e_dentro cosa_contien fatto_con additiv conservant tracce
sugar: no_added_sugar sweetened unsweetened diabetic / zuckerfrei ungesusst diabetik suss / zuccherat diabetic senza_zuccher
raw: =raw uncooked / =roh roher / crud
portion: +portion serving =slice =slices / portion stuck_kuchen scheibe / porzion fett_di fetta fette
menu_thing: +menu =card_with daily_special dish_of_the_day / speisekarte tageskarte tagesgericht mittagsmenu / menu piatto_del_giorno
takeaway: takeaway take_away to_go / mitnehmen zum_mitnehm to_go ausser_haus / asporto da_portare_via portar_via
buffet: buffet catering =platter / buffet catering platte / buffet catering rinfresc
halal: halal kosher / halal koscher / halal kosher
breakfast_thing: granola muesli porridge cereal / musli haferflocken porridge / muesli cereal avena
baby_food: baby_food formula / babynahrung brei / pappa omogeneizz latte_in_polver
pet_food: dog_food cat_food pet_food treats_for / hundefutter katzenfutter leckerli / crocchett mangim cibo_per_cani cibo_per_gatti
tobacco: cigarette smoking =smoke tobacco vape / zigarette rauchen =raucher tabak / sigarett fumar fumator tabacc
`;

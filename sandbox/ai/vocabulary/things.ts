/** What there is: to wear, to eat, to live with, and what it is made of. Written as `trade` is. */
export const things = `
colour: colour color =shade =shades =tone / farbe =farben farbig =farbton / colore colori =tinta =tinte / couleur coloris teinte / =color colores =tono / =cor =cores
colour.red: =red / =rot =rote =roten =roter =rotes / ross / rouge / =rojo =roja =rojos / vermelh
colour.blue: =blue =navy / blau / =blu azzurr / =bleu =bleue bleus / azul / azul
colour.green: =green =sage / =grun =grune =grunen =gruner =grunes / =verde =verdi / =vert =verte =verts / =verde =verdes / =verde =verdes
colour.black: =black / schwarz / =nero =nera =neri =nere / =noir =noire noirs / =negro =negra negros / preto preta
colour.white: =white / =weiss =weisse =weissen =weisser =weisses / bianc / =blanc blanche blancs / =blanco =blanca / =branco =branca
colour.grey: =grey =gray =charcoal / =grau =graue =grauen =grauer anthrazit / grigi / =gris =grise / =gris =grises / cinza cinzent
colour.brown: =brown / =braun =braune =braunen / marron / =brun =brune marron / =marron =marrones / castanh marrom
colour.yellow: =yellow =mustard / =gelb =gelbe =gelben =senf / giall / =jaune jaunes / amarill / amarel
colour.pink: =pink =rose / =rosa =pink / =rosa / =rose / =rosa / =rosa
colour.beige: beige cream =sand =ivory =natural / beige creme =natur =sand / beige =crema panna avorio / beige =creme ecru / beige crema / bege creme
colour.orange: =orange / =orange / aranci / =orange / naranja / laranja
size: size =sizes sizing =fit =fits =fitting =sized / grosse =grossen konfektionsgrosse passform =passt / tagli =taglia =taglie vestibil / taille =pointure / =talla =tallas tamano / tamanho
size.small: =small =xs =smallest / =klein =kleine =kleinen =xs =kleinste / piccol =xs / =petit petite =xs / pequen =xs / pequen =xs
size.large: =large =xl =xxl =big =bigger plus_size =largest / =gross =xl =xxl ubergross / =grande =grandi =xl =xxl / =grand =grande =xl / =grande =xl =xxl / =grande =xl
cloth: clothes clothing garment textile fabric =cloth / kleidung textil stoff bekleidung kleidungsstuck / vestiti abbigliament tessut indument =capo =capi stoff / vetement textil tissu / ropa textil tejid =tela prenda / roupa textil tecid
cloth.dress: =dress dresses gown / =kleid =kleider kleids kleides =kleidern / =abito =abiti vestito =veste / =robe =robes / vestido / vestido
cloth.shirt: shirt blouse / hemd bluse / camici / chemis / camis blusa / camis blusa
cloth.trousers: trouser =pants jeans / =hose =hosen jeans / pantalon jeans / pantalon jean / pantalon vaquero / calca
cloth.skirt: skirt / =rock =rocke rocken / =gonna =gonne / =jupe =jupes / falda / saia
cloth.jacket: jacket =coat =coats blazer raincoat / jacke mantel mantel sakko blazer / giacc cappott mantell / =veste manteau / chaqueta abrigo / casaco jaqueta
cloth.jumper: jumper sweater pullover knitwear cardigan / pullover strick pulli / maglion =maglia maglie / =pull pullover tricot / jersey sueter / camisola malha
cloth.sock: =sock =socks stocking / socke strumpf / calz / chausset / calcet / =meia =meias
cloth.shoe: shoe boot sneaker sandal slipper / schuh stiefel sandal / scarp stival sandal / chauss botte sandal / zapat bota sandal / sapat bota sandal
cloth.hat: =hat =hats =cap =caps / =hut =hute mutze kappe / cappell berrett / chapeau bonnet casquette / sombrer gorr / chapeu gorr
cloth.scarf: scarf scarves shawl / =schal =schals halstuch =tuch / sciarp foulard / echarp foulard / bufand pañuel / cachecol lenco
cloth.glove: glove / handschuh / guant / gant / guant / luva
cloth.belt: =belt =belts / gurtel / cintur / ceintur / cinturon / =cinto =cintos
cloth.apron: apron / schurze / grembiul / tablier / delantal / avental
cloth.underwear: underwear pyjama pajama / unterwasche schlafanzug / intimo pigiam / sous_vetement pyjama / ropa_interior pijama / roupa_interior pijama
button: button zip =zipper / knopf reissverschluss / botton cernier / bouton fermeture / boton cremallera / botao ziper
pocket: pocket / hosentasche / =tasca =tasche / poche / bolsillo / 
bag: =bag =bags handbag backpack / tasche taschen rucksack beutel / bors =sacchetto =sacchetti zain / =sac =sacs sacoche / bols mochila / =saco =sacos mochila
jewellery: jewel =ring =rings necklace bracelet earring / schmuck =ring =ringe kette armband ohrring / gioiell =anello =anelli collan braccial orecchin / bijou =bague collier bracelet / joya anillo collar pulsera / joia =anel colar pulseira
watch: =watch =watches clock / armbanduhr =uhren / =orologio orologi / =montre =montres / reloj / relogio
furniture: furniture =piece_of_furniture / mobel / mobil arred / meuble mobilier / mueble / movel moveis mobiliario
furniture.table: =table =tables desk / tisch =tische schreibtisch / tavol scrivan / =table =tables / =mesa =mesas / =mesa =mesas
furniture.chair: chair =seat =seats armchair / stuhl stuhle sessel sitzplatz / =sedia =sedie poltron =posti / chaise fauteuil =places / silla sillon asiento / cadeira poltrona
furniture.stool: stool / hocker / sgabell / tabouret / taburete / banco_de
furniture.bench: bench / =bank =banke sitzbank / panca panch / =banc =bancs / =banco / =banco
furniture.sofa: sofa couch / sofa couch / divan / canape / sofa / sofa
furniture.bed: =bed =beds / bett / =letto =letti / =lit =lits / =cama =camas / =cama =camas
furniture.mattress: mattress / matratz / materass / matelas / colchon / colchao colchoes
furniture.shelf: shelf shelves bookcase / regal / scaffal mensol librer / etager bibliotheque / estant / estant prateleir
furniture.wardrobe: wardrobe cupboard cabinet drawer / schrank schublade kommode / armadi cassett credenz / armoire tiroir commode / armario cajon / armario gaveta
furniture.lamp: =lamp =lamps lighting =light_bulb / lampe leuchte beleucht / lampad lumi / lampe luminaire / lampar / candeeiro lampada
furniture.carpet: carpet =rug =rugs / teppich / tappet / tapis / alfombr / tapete
furniture.blind: =blind =blinds shutter / jalousie rollo rollladen / tapparell persian / volet =store / persian / persian
furniture.curtain: curtain / vorhang vorhange gardine / =tenda =tende / rideau / cortin / cortin
furniture.mirror: mirror / spiegel / specchi / miroir / espejo / espelho
bedding: bedding =sheet =sheets duvet pillow cushion blanket bed_linen quilt / bettwasche laken kissen decke bezug bettdecke / lenzuol cuscin copert piumin federa biancheria / drap oreiller coussin couette couverture / sabana almohad manta edredon / lencol almofad cobert edredom
towel: towel / handtuch handtuch =tucher / asciugaman telo / serviette / toalla / toalha
tablecloth: tablecloth table_linen =napkin =napkins / tischdecke tischtuch serviett / tovagli / nappe =serviettes / mantel servilleta / toalha_de_mesa guardanapo
candle: candle / kerze / candel / bougie / =vela =velas / =vela =velas
vase: =vase =vases pottery ceramic porcelain =bowl / =vase =vasen keramik porzellan schale / =vaso ceramic porcellan ciotol / =vase ceramiqu porcelain / jarron ceramic porcelan / jarro ceramic porcelan
cup: =cup =cups =mug =mugs =glass =glasses tumbler / =tasse =tassen =becher glaser / =tazza =tazze bicchier tazzin / =tasse =verre =verres / taza =vaso =vasos / chaven =copo =copos xicara
plate: =plate =plates crockery tableware dish_set / teller geschirr / piatt stovigli / assiette vaisselle / =plato =platos vajilla / =prato =pratos louca
knife: knife knives blade / messer klinge / coltell =lama / couteau / cuchill / =faca =facas
scissors: scissors / =schere scheren / forbic / ciseau / tijer / tesour
cutlery: cutlery =spoon =spoons =fork =forks / besteck loffel gabel / posat cucchia forchett / couvert cuiller fourchett / cubiert cuchar tenedor / talher colher garf
sharpen: sharpen / schleif schliff geschliff / affil / aiguis affut / afil / afia
pan: =pan =pans =pot =pots cookware / pfanne =topf =topfe / padell pentol / poele casserole / sarten =olla / panel frigideir
bottle: bottle =jar =can =tin =tins / flasche =dose =dosen =glas / bottigli barattol lattin / bouteille bocal boite / botella =lata / garrafa =lata frasco
book_thing: =novel paperback bookshop =hardcover / roman taschenbuch =buch =bucher / =libro =libri romanz / =livre =livres =roman / =libro =libros novela / =livro =livros romance
picture: picture poster postcard painting / =bild =bilder poster postkarte gemalde / quadr poster cartolin / tableau affiche carte_postale / cuadro cartel postal / quadro cartaz postal
photo: photo =image =images / =foto =fotos / =foto fotograf immagin / photo =image =images / =foto =fotos imagen / =foto =fotos imagem
toy: =toy =toys puzzle / spielzeug spielsach / giocattol / jouet / juguet / brinqued
flower: flower plant =bouquet seed bulb / blume pflanz strauss =samen saatgut / fior piant mazzo =semi / fleur plante bouquet graine / flor plant ramo semill / flor plant ramo semente
tool: =tool =tools / werkzeug / attrezz utensil / outil / herramient / ferrament
machine: machine appliance =device equipment =devices / maschine =gerat =gerate / macchin apparecch elettrodomest / machine appareil / maquina aparato / maquina aparelho
grinder: grind =ground / muhle mahl =gemahlen =mahlen / macin / moul moud / moler molid molinillo / moer moid moinho
computer: computer laptop =tablet notebook / computer laptop notebook / computer portatil laptop / ordinateur portable / ordenador portatil computador / computador portatil
battery: battery batteries rechargeable =charger =recharge / akku batterie =laden_auf aufladen =ladegerat / batteri ricaric caricabatteri / batterie recharg / bateria recarg cargador / bateria recarreg carregador
motor: motor =engine =engines / motor / motor / moteur / motor / motor
electric: electric electrical =socket =plug =voltage =volt =power =watt electricity energy / elektr strom steckdose =volt =watt / elettric corrente presa_di =volt =watt / electri =volt =prise / electri enchufe voltio / eletric tomada =volt
software: software =update =app =apps firmware =program / software =update =app =apps programm / software aggiornament =app programma / logiciel =appli =mise_a_jour / software =app actualiz / software =app atualiz
wifi: wifi wi_fi wlan hotspot / wlan wifi =internetzugang / wifi wi_fi / wifi / wifi / wifi
bicycle: bicycle =bike =bikes cycling =cycle / fahrrad =rad =rader radern =velo / biciclett =bici / velo bicyclette / bicicleta =bici / biciclet
bicycle.ebike: ebike e_bike electric_bike electric_bicycle electric_bikes / elektrorad ebike e_bike pedelec elektrorader / bicicletta_elettrica ebike biciclette_elettriche bici_elettric / velo_electrique / bicicleta_electrica / bicicleta_eletrica
car: =car =cars / =auto =autos =pkw / =auto automobil / voiture / coche =auto / carro =auto
motorbike: motorcycl motorbike moped scooter / motorrad motorrad roller moped / motociclett scooter monopattin motorin / =moto =motos trottinette / motocicl patinete / motociclet trotinete
van: =van =vans truck lorry / lieferwagen transporter =lkw / furgon camion / camionnette camion / furgoneta camion / carrinha camiao
trailer: trailer / anhanger / rimorchi carrellin / remorque / remolque / reboque
tyre: =tyre =tyres =tire =tires puncture =flat_tyre =tube / reifen schlauch platten =platter / gomm pneumat foratur camera_d / pneu crevaison / neumatic pinchaz / pneu furo
brake: brake / bremse brems / =freno =freni / frein / =freno =frenos / travao freio
chain: =chain =chains / =kette =ketten / =catena =catene / =chaine / cadena / corrente
frame: =frame =frames / rahmen / =telaio =telai cornic / =cadre =cadres / =cuadro =marco / quadro moldura
helmet: helmet / =helm =helme / =casco =caschi / casque / =casco =cascos / capacete
lock: padlock =lock =locks / =schloss schlosser vorhangeschloss / lucchett serratur / cadenas serrure / candado cerradur / cadeado fechadur
food: =food =foods =meal =meals =eat =dish =dishes =menu =menus dining =dine / =essen speise gericht mahlzeit =isst menu speisekarte / =cibo pietanz mangia =menu =pasto / repas =manger =plat =plats =menu / comida comer =menu / comida comer =menu refeic
meal.breakfast: breakfast / fruhstuck / colazion / petit_dejeuner / desayun / pequeno_almoco cafe_da_manha
meal.lunch: =lunch =lunches / mittagessen mittagstisch / =pranzo =pranzi / =dejeuner / almuerz / almoc
meal.dinner: =dinner supper / abendessen / =cena =cene / =diner / =cena =cenas / jantar
meal.brunch: brunch / brunch / brunch / brunch / brunch / brunch
cake: =cake =cakes pastry pastries biscuit tart croissant / kuchen torte gebäck geback keks / =torta =torte dolc biscott pasticc cornett / gateau patisserie tarte biscuit / tarta pastel gallet / =bolo =bolos pastel biscoit
bread: bread =loaf =loaves =roll =rolls sourdough / =brot =brote brotchen / =pane panin pagnott / =pain =pains baguette / =pan =panes / =pao paes
drink: drink beverage / getrank =trinken / bevand =bere / boisson =boire / bebid beber / bebid beber
drink.coffee: coffee espresso cappuccin / kaffee espresso / =caffe espresso cappuccin / =cafe espresso / =cafe espresso / =cafe expresso
drink.tea: =tea =teas / =tee =tees / =te =tisana tisane / =the =thes =tisane / =te =infusion / =cha =chas
drink.wine: =wine =wines / wein / =vino =vini vinicol cantin / =vin =vins / =vino =vinos / vinho
drink.beer: =beer =beers / =bier =biere / birr / biere / cervez / cervej
drink.milk: =milk / milch / latte / =lait / leche / leite
drink.juice: juice / =saft =safte / succ / =jus / zumo jugo / sumo suco
drink.water: water / wasser / acqua / =eau =eaux / =agua / =agua
caffeine: caffein decaf / koffein entkoffein / caffein decaffein / cafein decafein / cafein descafein / cafein descafein
fruit: fruit / obst frucht =fruchte / frutt / fruit / frut / frut
nut: =nut =nuts almond hazelnut walnut / =nuss =nusse mandel / noci nocciol mandorl frutta_a_guscio / =noix amande noisette / nuez nueces almendr / =noz =nozes amendo
meat: =meat beef pork chicken sausage / fleisch wurst huhn / =carne pollo / viande poulet / =carne pollo / =carne frango
fish: =fish seafood / =fisch =fische / =pesce / poisson / pescad / peixe
egg: =egg =eggs / =ei =eier / =uovo =uova / oeuf / huevo / =ovo =ovos
sugar: sugar_free sugar sweetener / zucker / zuccher / sucre / azucar / acucar
gluten: gluten_free gluten celiac coeliac wheat / gluten zoliak weizen / glutin celia / gluten celia =ble / gluten celia trigo / gluten celia trigo
lactose: lactose_free lactose dairy / laktose milchfrei / lattosi / lactose / lactosa / lactose
vegan: vegan plant_based / vegan pflanzlich / vegan vegetal / vegan vegetal / vegan vegetal / vegan vegetal
vegetarian: vegetarian / vegetar / vegetarian / vegetari / vegetarian / vegetarian
allergy: allerg intoleran / allerg unvertrag / allerg intolleran / allerg / alerg / alerg
ingredient: ingredient contain =recipe =traces / zutat inhaltsstoff enthalt / ingredient conten contien / ingredient contien / ingredient contien / ingredient cont
organic: organic =eco ecological / =bio biologisch okolog / biologic =bio / biologiqu =bio / organic ecologic / biologic organic
fairtrade: fair_trade fairtrade / fairtrade fairer_handel / equo_solidal fairtrade / commerce_equitable fairtrade / comercio_justo fairtrade / comercio_justo fairtrade
sustainable: sustainab recycl environment =climate / nachhaltig recyc umwelt klima / sostenib ricicl ambient / durable recycl environnement / sostenib recicl / sustent recicl
certificate: certif =seal =label standard / zertifi siegel gepruft gutesiegel / certific / certific =label / certific =sello / certific =selo
material: material =made_of =composition / material =besteht_aus zusammensetz / material composizion =fatto_di / matiere materiau composition / material composicion / material composic
material.linen: linen flax / leinen flachs / =lino =lini / =lin / =lino / linho
material.cotton: cotton / baumwoll / coton / coton / algodon / algod
material.wool: =wool woollen merino / wolle woll merino / =lana =lane merino / laine merino / =lana / =la =las_la
material.silk: =silk / =seide seiden / =seta =sete / =soie / =seda / =seda
material.leather: leather suede / leder / =pelle cuoi / cuir / cuero =piel / couro
material.wood: wood =wooden timber / =holz holz / =legno =legni / =bois / madera / madeira
material.oak: =oak =oaken / eiche / rovere querci / chene / roble / carvalho
material.beech: =beech / =buche / faggio / hetre / haya / faia
material.walnut:  / nussbaum /  / noyer / nogal / nogueira
material.pine: =pine =fir / kiefer =fichte / =pino =abete / =pin =sapin / =pino / pinho
material.metal: metal steel aluminium brass / metall stahl eisen messing / metall acciai =ferro ottone / metal acier =fer laiton / metal acero hierro / metal aco ferro
material.gold: =gold =golden / =gold =golden / =oro =dorat / =or =dore / =oro / =ouro
material.silver: silver / silber / argent / argent / plata / prata
material.plastic: plastic / plastik kunststoff / plastic / plastiqu / plastic / plastic
material.paper: paper cardboard / papier pappe / cartone / papier carton / papel / papel
material.polyester: polyester synthetic nylon viscose elastane / polyester synthetik nylon viskose / poliester sintetic nylon viscos / polyester synthetiq / poliester sintetic / poliester sintetic
material.carbon: carbon_fibre =carbon / =carbon karbon / carbonio / carbone / carbono / carbono
material.glass: glassware /  / =vetro /  / vidrio / vidro
material.stone: =stone marble slate / =stein marmor / =pietra marm / pierre marbre / piedra marmol / pedra marmore
finish: =oil =oils =oiled =wax =waxed varnish lacquer =finish =paint painted =varnished =stain =stains =stained / =ol =ole geolt wachs gewachst lack lackier streich fleck / =olio =oli ceratur =cera vernic laccat macchi / =huile =cire verni laque =tache / aceite =cera barniz pintur mancha / =oleo =cera verniz pintur mancha nodoa
dye: =dye =dyed dyes pigment =bleach / farben gefarbt farbemittel bleich / =tinto =tinti tingere tint colorant candegg / teint teindre javel / tenid tinte lejia / tingi tinta lixivia
animal: =animal =animals =pet =pets / =tier =tiere haustier / animal =animali / animal animaux / animal mascota / animal animais
animal.dog: =dog =dogs =puppy / hund / =cane =cani / =chien chiens / perro / =cao caes cachorr
animal.cat: =cat =cats kitten / katze kater / =gatto =gatti / =chat =chats / =gato =gatos / =gato =gatos
animal.horse: horse / pferd / cavall / cheval / caball / caval
child: =child children =kid =kids =boy =girl =toddler / =kind kinder =junge madchen / bambin =ragazz figli =piccoli / enfant / =nino =ninos =nina infantil / crianc infantil
baby: baby babies infant newborn / baby saugling / neonat bebe / bebe nourrisson / bebe / bebe
student: student pupil / student schuler azubi / student / etudiant / estudiant / estudant
teacher: teacher / lehrer / insegnant / professeur enseignant / profesor / professor
senior: pensioner senior retire / rentner senior / pensionat anzian / senior / jubilad pensionist / reformad idos
disabled: wheelchair disab accessible barrier step_free =step =steps =ramp / rollstuhl barrierefrei behindert =stufe =stufen =rampe / sedia_a_rotelle disabil accessib carrozzin barrier =gradino / fauteuil_roulant handicap accessib / silla_de_ruedas discapac accesib minusval / cadeira_de_rodas deficien acessib
group: =group =groups =party_of / gruppe gruppen / grupp comitiv / groupe / grupo / grupo
person: =people =person =persons guest participant =visitor attendees / personen =person =leute teilnehm gast gaste / person =gente partecip ospit / personne participant invit / persona participant invitad / pessoa participant convidad
friend: friend family =families / freund familie / amic famigli / =ami =amis famille / amig familia / amig familia
toilet: toilet restroom bathroom =loo / toilette =wc =klo =bad / bagno =toilette =wc gabinett / toilettes =wc / bano aseo =servicios / casa_de_banho banheiro =wc
terrace: terrace garden outdoor =outside_seating patio / terrasse garten =draussen / terrazz giardin all_aperto / terrasse jardin / terraza jardin / esplanada jardim terrac
cafe: =cafe =cafes restaurant =bar =bistro coffee_shop / =cafe restaurant =bistro gastronomie / =caffetteria ristorant =bar / restaurant =bistro / restaurante cafeteria =bar / restaurante cafeteria =bar
hotel: hotel guesthouse accommodation hostel / hotel unterkunft pension / alberg hotel pension alloggi / hotel hebergement / hotel alojamiento / hotel alojamento
room: =room =rooms =hall / zimmer =raum =raume =saal / =camera =camere =stanza =sala / chambre =salle =piece / habitacion =sala / quarto =sala
workshop_place: workshop studio atelier / werkstatt atelier =studio / officin atelier laborator =studio / atelier / taller / oficina atelier
course: =course =courses workshop =class =classes =lesson =lessons training seminar / =kurs =kurse kursen unterricht seminar schulung / =corso =corsi lezion / =cours =stage formation / =curso =cursos =clase =clases / =curso =cursos =aula =aulas
tour: =tour =tours excursion guided =trip =trips =visit =visits =hike / fuhrung ausflug tour =besuch besichtig besuchen / =gita =gite visit escursion =guida =guide / visite excursion =sortie / visita excursion / visita passei excurs
event: =event =events wedding =party =parties birthday celebrat =anniversary / veranstaltung hochzeit =feier =feiern =party geburtstag fest / evento =eventi matrimon =festa =feste compleann / evenement mariage =fete anniversaire / evento boda fiesta cumple / evento casamento festa aniversario
music: music concert =band / musik konzert / musica concert / musique concert / musica concierto / musica concerto
sport: =sport =sports football fitness yoga / =sport fussball fitness yoga / =sport calcio palestra yoga / =sport football yoga / deporte futbol yoga / desporto futebol ioga
health: doctor medic health pharmacy illness pregnan / arzt medizin gesund apotheke krank schwanger / medic salute farmac malat incinta / medecin sante pharmac enceinte / medic salud farmac embaraz / medic saude farmac gravid
weather: weather =rain =rains raining snow storm / wetter =regen regnet schnee sturm gewitter / piogg piov neve temporal / meteo pluie pleut neige orage / lluvia llueve nieve tormenta / chuva chove neve tempestade
news: =news politic election president =government / nachricht politik wahl prasident / notizi politic elezion president / nouvelles politiq president / noticia politic presidente / noticia politic presidente
language: =language =languages translat =english / sprache =sprachen =englisch ubersetz / lingua =lingue ingles traduz / langue anglais traduct / idioma ingles traduc / lingua ingles traduc idioma
`;

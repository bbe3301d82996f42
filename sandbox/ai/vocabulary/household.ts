/** What there is at home, in a workshop and around the house. Written as `spoken` is. */
export const household = `
house: +house +home +flat +apartment / haus hauser wohnung daheim zuhause / =casa =case appartament
room.bedroom: bedroom / schlafzimmer / camera_da_letto
room.living: living_room lounge sitting_room / wohnzimmer stube / soggiorn salotto
room.kitchen: +kitchen kitchen_worktop / kuche +kuchen =kuche / cucina
room.bathroom: bathroom shower bathtub / badezimmer dusche badewanne / bagno docci vasca
room.hall: hallway corridor / flur diele / corridoi ingresso_di_casa
room.office: home_office study_room / arbeitszimmer homeoffice / studio_di_casa
room.cellar: cellar basement attic loft / keller dachboden / cantina_di soffitt
room.nursery: nursery kids_room children_s_room / kinderzimmer / cameretta
balcony: balcony balconies loggia / balkon / balcon
garden: +garden lawn backyard / garten rasen / giardin prato
fence: +fence hedge / zaun hecke / recinzion staccionat siepe
roof: +roof / dach / tetto
wall: +wall / wand wande mauer / pareti parete muro muri
floor: +floor flooring parquet laminate tile tiles / boden bodenbelag parkett laminat fliese / paviment parquet laminato piastrell
ceiling: +ceiling / zimmerdecke / soffitto
window: +window window_sill / fenster fensterbank / finestr davanzal vetri
door_thing: +door doorway / =tur turen haustur / =porta porte
stairs: +stair +stairs staircase which_floor +storey upstairs / treppe stufen stockwerk etage obergeschoss / =scale gradin =piano scala
lift: =lift elevator / aufzug fahrstuhl / ascensor
key: +key / schlussel / chiav
drawer: +drawer / schublade / cassett
hook: +hook =peg hanger / haken kleiderbugel garderobe / gancio ganci appendiabit grucc attaccapann
basket: +basket =hamper / korb korbe / cest
box: +box +crate +chest =case_for / kiste =box =boxen truhe kasten schachtel / =cassa cassett scatol baule
bucket: +bucket / eimer / secchi
tray: +tray / tablett / vassoi
board: +board chopping_board cutting_board / brett schneidebrett / tagliere =asse
bowl: +bowl salad_bowl / schussel schale / insalatier ciotol
cutlery: wooden_spoon ladle spatula / kochloffel pfannenwender / mestol cucchiaio_di_legno palett
cutlery: +fork / gabel / forchett
cutlery: +spoon teaspoon / loffel / cucchia
teapot: teapot kettle / teekanne wasserkocher =kanne / teier bollitor
jug: +jug carafe pitcher / krug karaffe kanne / brocc caraff
cup: wine_glass drinking_glass =glasses / trinkglas weinglas / calic bicchier
thermos: thermos flask insulated_bottle / thermos isolierkanne trinkflasche / borracc thermos termic_bott
coaster: coaster placemat table_runner / untersetzer tischset laufer / sottobicchier tovagliett runner
oven: +oven stove hob / ofen backofen herd / =forno fornell
fridge: +fridge refrigerator / kuhlschrank / frigo
dishwasher: dishwasher / spulmaschine geschirrspul / lavastovigl
washing_machine: washing_machine =washer / waschmaschine / lavatric
dryer: +dryer tumble_dry tumble_dryer / trockner waschetrockn / asciugatric
vacuum: vacuum hoover / staubsaug saugen / aspirapolver
broom: broom mop dustpan / besen wischmopp kehr / scopa mocio
soap: +soap hand_wash bodywash / seife / sapon
detergent: detergent washing_powder fabric_softener softener / waschmittel weichspul reiniger / detersiv ammorbident
sponge: +sponge =cloth_for scourer / schwamm lappen putztuch / spugn straccio panno
iron_board: ironing_board / bugelbrett / asse_da_stiro
hanger_line: clothes_line washing_line clothes_horse / wascheleine waschestander / stendin stendibianch
bedding: bedspread throw =throws / tagesdecke uberwurf plaid / copriletto plaid
bedding: duvet_cover comforter / bettbezug / copripiumin
bedding: pillowcase pillow_case pillow_cover cushion_cover / kissenbezug kissenhulle / federa federe copricuscin
bedding: fitted_sheet bed_sheet / spannbettlaken laken bettlaken / lenzuolo_con lenzuol
mattress_size: single_bed double_bed king_size queen_size / einzelbett doppelbett / letto_singol matrimonial
cot: +cot crib cradle / babybett wiege gitterbett / lettino culla
bunk: bunk_bed / hochbett stockbett / letto_a_castell
furniture.chair: armchair recliner / sessel / poltron
furniture.stool: bar_stool / barhocker / sgabello_da_bar
furniture.garden: deck_chair lounger sun_lounger / liegestuhl liege sonnenliege / sdraio lettino_da_sole
furniture.garden: garden_furniture patio_set outdoor_furniture / gartenmobel gartentisch gartenstuhl / mobili_da_giardin arredo_da_esterno da_esterno
parasol: parasol sunshade umbrella / sonnenschirm =schirm regenschirm / ombrellon ombrell
hammock: hammock / hangematte / amac
barbecue: barbecue bbq =grill / grill / barbecue griglia
fireplace: fireplace wood_stove firewood logs / kamin holzofen brennholz / camino stufa legna
heating: +heating heater radiator / heizung heizkorper / riscaldament termosifon stufett
fan: +fan air_conditioning aircon / ventilator klimaanlage / ventilator aria_condizionat climatizz
furniture.lamp: light_bulb +bulb =led / gluhbirne leuchtmittel / lampadin
furniture.lamp: lampshade / lampenschirm / paralum
cable: +cable +cord =lead extension_cord / kabel verlangerungskabel / cavo cavi prolung
plug: +plug +socket / stecker steckdose / spina presa
candle_holder: candle_holder candlestick tealight / kerzenhalter teelicht / portacandel candelabr
clock: +clock alarm_clock / wecker wanduhr / svegli orologio_da_parete
frame_pic: picture_frame photo_frame framing / bilderrahmen einrahm / cornic incornici
furniture.mirror: +mirror / spiegel / specchi
pot: flower_pot plant_pot planter =pots window_box / blumentopf ubertopf pflanzkubel balkonkasten =topfe / vasi vaso portavas fioriera
hammer: hammer =saw screwdriver drill pliers wrench spanner allen_key / hammer =sage schraubenzieher bohrmaschine zange schraubenschlussel inbus / martell =sega cacciavit trapano pinz brugola chiave_inglese
screw: +screw +bolt +nail fittings / schraube =nagel mutter beschlag / vite =viti bullon chiod ferrament
glue: +glue adhesive =tape / kleber klebstoff kleben klebeband / +coll =colla nastro_adesiv
rope: +rope +string =twine / seil schnur / corda spago
ladder: ladder / leiter / scala_a_pioli
wheel: +wheel castors casters rollers / rolle rollen =rad rader / ruot rotell
furniture.leg: table_leg chair_leg legs_of / tischbein stuhlbein beine / gambe_del gambe_della =gambe
handle: +handle knob / griff knauf / manigl pomell impugnatur
hinge: hinge / scharnier / cernier
furniture.shelf: bookshelf shelving / regalbrett bucherregal / ripian libreri
coat_rack: coat_rack coat_stand / garderobe kleiderstander / appendiabit attaccapann
decoration: decorat ornament home_decor / deko dekoration / decor addobb soprammobil
cover_thing: +cover slipcover / hulle abdeckung uberzug husse / fodera +copri telo_di
storage: storage_space put_away / stauraum verstau aufbewahrung / contenitor_per spazio_per
screen: room_divider folding_screen / paravent raumteiler / paravento divisori
furniture.carpet: doormat mat / fussmatte matte / zerbin stuoi
wallpaper: wallpaper / tapete tapeten / carta_da_parati
finish: paint_can wall_paint / wandfarbe / pittura_mural
`;

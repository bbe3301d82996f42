/** What is worn, what it is made of, and what one has about oneself. Written as `spoken` is. */
export const wearing = `
cloth.suit: =suit =suits tuxedo / anzug anzuge smoking / completo_da_uom =smoking vestito_da_uomo
cloth.tshirt: t_shirt tshirt =tee =vest tank_top / t_shirt tshirt unterhemd / t_shirt magliett canott
cloth.top: =top =tops tunic / =top =tops tunika oberteil / =top tunic maglietta
cloth.shorts: =shorts / =shorts kurze_hose / pantaloncin bermuda
cloth.leggings: leggings tights / leggings strumpfhose / leggings collant
cloth.hoodie: hoodie sweatshirt fleece / hoodie kapuzen sweatshirt fleece / felpa felpe
cloth.coat: overcoat parka / mantel parka / cappott parka piumin
cloth.vest: waistcoat gilet / weste / gilet panciott
cloth.swim: swimwear swimsuit bikini swimming_trunks / badeanzug bikini badehose bademode / costume_da_bagno bikini
cloth.night: nightgown nightdress nightshirt sleepwear bathrobe dressing_gown / nachthemd bademantel morgenmantel schlafanzug / camicia_da_notte accappato vestagli pigiam
cloth.bra: =bra =bras lingerie knickers =briefs boxers / =bh unterhose slip dessous / reggisen mutand slip
cloth.tie: =tie =ties bow_tie / krawatte fliege / cravatt papillon
cloth.overall: overall jumpsuit dungarees / overall latzhose / tuta salopett
cloth.wedding: wedding_dress bridal_gown bride / hochzeitskleid brautkleid braut / abito_da_spos vestito_da_spos sposa
cloth.kids: romper babygrow onesie children_s_clothes kids_clothes / strampler kinderkleid babykleid kindermode / tutin abbigliamento_bambin vestitin
cloth.uniform: uniform workwear dress_code / uniform arbeitskleidung berufskleidung / uniform divisa abbigliamento_da_lavor
cloth.costume: fancy_dress carnival_costume / verkleid kostum / costume_di_carnevale
cloth.shoe: sandal flip_flop / sandale flipflop / sandal infradit
cloth.shoe: +boot wellies / stiefel gummistiefel / stival
cloth.shoe: sneaker trainers running_shoe / turnschuh sneaker laufschuh / scarpe_da_ginnastic sneaker scarpe_da_corsa
shoe.heel: +heel high_heels / absatz absatze / tacc
sleeve: sleeve long_sleeve / armel langarm / manic
collar: +collar neckline / kragen ausschnitt / collett scoll
sew: +hem seam stitching / saum naht nahte / orlo cucitur
zip: zipper +zip velcro / reissverschluss klettverschluss / cernier zip velcro
lining: lining =lined / futterstoff innenfutter / fodera intern
button: +button press_stud / knopf knopfe / botton
belt: +belt braces suspenders / gurtel hosentrager / cintur bretell
lace: +lace shoelace / schnursenkel +spitze / lacci pizzo
accessory: accessor / accessoire zubehor / accessor
wallet: wallet purse / geldborse portemonnaie geldbeutel / portafogl portamonet
suitcase: suitcase luggage trolley / koffer gepack / valig bagagl trolley
backpack: backpack rucksack / rucksack / zain
umbrella: umbrella / regenschirm / ombrell
glasses: =glasses spectacles eyeglasses eyewear sunglasses varifocal bifocal reading_glasses / brille brillen sonnenbrille lesebrille gleitsicht / occhial
lens: =lens =lenses contact_lens contact_lenses =contacts / linse linsen kontaktlinse brillenglas brillenglaser glaser / +lent lenti lente
glasses_frame: =frame =frames nose_pad temple / fassung gestell brillengestell brillenfassung bugel_der nasenpad / montatur astin
glasses_case: glasses_case spectacle_case / brillenetui etui / custodi astucci
vision: eyesight vision short_sighted long_sighted dioptre diopter / sehstarke kurzsichtig weitsichtig dioptrie sehvermogen / +vist miop presbi diottri ipermetro
coating: coating anti_glare anti_reflective scratch_resistant blue_light / entspiegel beschichtung kratzfest blaulicht / antirifless trattament_lent antigraff luce_blu
hearing: hearing_aid =hearing / horgerat gehor / apparecchi_acustic udito
jewellery.ring: =ring =rings wedding_band engagement / =ring =ringe ehering verlobung trauring / anell =fede fedi fidanzament
jewellery.necklace: necklace pendant chain_for_neck / halskette anhanger / collan ciondol
jewellery.earring: earring +stud / ohrring ohrstecker / orecchin
jewellery.bracelet: bracelet bangle / armband armreif / braccial
gemstone: gemstone diamond pearl / edelstein diamant perle / pietra_prezios diamant +perl
watch: wristwatch watch_strap / armbanduhr uhrband / cinturin orologi_da_polso
piercing: piercing tattoo ear_piercing / piercing tattoo ohrloch / piercing tatuagg
material.viscose: viscose rayon modal lyocell tencel / viskose modal lyocell tencel / viscos modal lyocell tencel
material.hemp: =hemp jute / hanf jute / canapa juta iuta
material.cashmere: cashmere alpaca mohair / kaschmir alpaka mohair / cashmere alpaca mohair
material.velvet: velvet corduroy / samt cord / vellut
material.denim: denim / denim jeansstoff / denim
material.down: =down =feather feathers / daunen feder / piuma piume
material.nylon: nylon polyamide / nylon polyamid / nylon poliammid
material.acetate: acetate / acetat / acetato
material.titanium: titanium / titan / titanio
material.steel: stainless_steel =steel / edelstahl stahl / acciai inox
material.iron: =iron cast_iron / eisen gusseisen / ferro ghisa
material.brass: brass copper bronze / messing kupfer bronze / otton rame bronzo
material.aluminium: alumin / alumin alu / allumin
material.bamboo: bamboo / bambus / bambu
material.rattan: rattan wicker willow / rattan korbgeflecht weide / rattan vimini
material.ash: ash_wood / eschenholz / frassin
material.olive: olive_wood / olivenholz / legno_d_ulivo ulivo
material.teak: teak acacia / teak akazie / teak acacia
material.cork: =cork / =kork / sugher
material.concrete: concrete cement / beton zement / cement calcestruzz
material.clay: =clay terracotta earthenware / =ton terrakotta lehm / argill terracott
material.rubber: rubber silicone / gummi silikon kautschuk / gomma silicon caucciu
material.felt: =felt / =filz / feltr
material.solid: solid_wood veneer plywood chipboard mdf / massivholz furnier sperrholz spanplatte massiv / massell massicci impiallacc compensat truciolar
material.recycled: recycled_material upcycl / recycelt upcycling / riciclat
linen_blend: linen_blend pure_linen hundred_percent_linen / reines_leinen halbleinen mischgewebe / misto_lino puro_lino
weave: +weave =woven =knitted thread_count / gewebt webung gewebe gestrickt / tessut_a tessitura trama_del lavorat_a_maglia
fibre: fibre fiber yarn thread / faser garn faden / fibra fibre filat
leather_care: shoe_polish leather_care / lederpflege schuhcreme / cura_della_pelle lucido_per
crease: +crease wrinkle crumple / knitter falte zerknitter / stropicc piegh grinz
pilling: pilling fluff lint / pilling fussel knotchen / pelucch pallin
hole: +hole moth / =loch locher motte / buchi tarm
stain.wine: red_wine coffee_stain grease ink blood / rotwein fettfleck kaffeefleck tinte / vino_rosso unto grasso inchiostr
`;

/** People, their bodies and what ails them, animals, plants and weather. Written as `spoken` is. */
export const living = `
family.mother: +mother =mum =mom mummy / mutter mama / madre mamma
family.father: +father =dad daddy / vater papa / padre papa
family.parents: +parent / eltern / genitor
family.husband: husband / mann_von ehemann / marito
family.wife: =wife / ehefrau / moglie
family.brother: brother / bruder / fratell
family.sister: sister / schwester / sorell
family.son: =son =sons / sohn sohne / figlio
family.daughter: daughter / tochter / figlia
family.grandma: grandma granny grandmother =nan / oma grossmutter / nonna
family.grandpa: grandpa grandfather / opa grossvater / nonno
family.grandchild: grandchild grandson granddaughter / enkel / nipotin
family.aunt: =aunt uncle cousin nephew niece / tante onkel cousin neffe nichte / =zia =zio cugin nipot
partner: boyfriend girlfriend partner fiance / freund_von lebensgefahrt verlobt / fidanzat compagn_di
neighbour: neighbour neighbor next_door / nachbar / vicin_di_casa dal_vicino vicini
roommate: flatmate roommate / mitbewohner / coinquilin
colleague: colleague coworker / kolleg / colleg
age: =adult =adults grown_up over_eighteen / erwachsen volljahrig / adult maggiorenn
child: teenager =teens adolescent / teenager jugendlich / adolescent ragazzi_di
tourist: tourist traveller traveler visitor / tourist reisend / turist viaggiator
artist: artist painter craftsman artisan / kunstler handwerker / artist artigian
bride_groom: bride groom newlywed / braut brautigam brautpaar / spos
expert: expert specialist trained professional_help / experte fachmann fachkraft profi meister / espert specialist professionist
stylist: stylist hairdresser barber beautician cosmetician / stylist friseur friseurin kosmetiker / parrucchier estetist barbier
optician: optician optometrist eye_doctor ophthalmolog / optiker augenarzt / ottic oculist optometrist
gardener: gardener landscap / gartner landschaft / giardinier vivaist
plumber: plumber electrician carpenter joiner / klempner elektriker tischler schreiner / idraulic elettricist falegnam
driver: +driver / fahrer / autist conducent
doctor: =doctor doctors =gp dentist / arzt arztin zahnarzt / +medic dottor dentist
therapist: physiotherap psycholog therapist / physio therapeut psycholog / fisioterap psicolog terapist
name_thing: first_name surname last_name / vorname nachname / cognome nome_di
body.head: +head forehead / kopf stirn / testa fronte
body.face: +face facial =skin_of / gesicht / viso facci
body.hair: +hair haired scalp / haar kopfhaut / capell cuoio_capellut
body.eye: +eye eyelash eyebrow lash brow / auge augenbraue wimper / occhi ciglia sopraccigl
body.ear: =ear =ears / =ohr ohren / orecch
body.nose: +nose / nase / naso
body.mouth: mouth lip lips tooth teeth / mund lippe zahn zahne / bocca labbr +dent denti
body.neck: =neck throat / =hals nacken / =collo gola
body.shoulder: shoulder =back_pain =spine / schulter rucken / spall schien
body.arm: =arm =arms elbow wrist / =arm arme ellbogen handgelenk / bracc gomit pols
body.hand: =hand =hands finger thumb / hand hande finger daumen / +man mano mani +dit
body.nail: fingernail toenail =nail / fingernagel fussnagel nagel / unghi
body.chest: =chest =bust breast / brust oberweite / petto seno torace
body.belly: belly stomach waist / bauch magen taille / pancia stomac
body.hip: =hip =hips =bottom / hufte po / fianch sedere
body.leg: =leg =legs knee thigh / =bein beine knie / gamb ginocch cosci
body.foot: =foot =feet =toe =toes ankle / =fuss fusse zeh knochel / pied cavigli
body.skin: +skin complexion pore pimple acne eczema / haut teint pore pickel akne ekzem / =pelle +cut carnagion poro brufol acne eczem
body.bone: bone muscle joint / knochen muskel gelenk / ossa musc articolaz
height_person: how_tall_are i_am_tall my_height / korpergrosse bin_gross / altezza_person sono_alt
pregnancy: pregnan expecting breastfeed / schwanger stillend / incint gravidanz allatt
illness: =ill =sick sickness flu =fever cough disease infect covid / krank grippe fieber husten infekt corona erkalt / malat influenz febbre tosse raffreddor covid
pain: +pain ache hurt sore headache / schmerz weh kopfschmerz / dolor male_a mal_di
injury: injur wound =burn / verletz wunde / ferit ustion infortun
medicine: medicine medication pill tablet_med drug / medikament tablette arznei / medicin farmac pastigl
asthma: asthma diabet blood_pressure epilep heart_condition / asthma diabet blutdruck epilep herz / asma diabet pression_sang epiless cuor
stress: stress tired exhausted / stress mude erschopf / stress stanc
diet: +diet slimming weight_loss / diat abnehmen ernahrung / diet dimagr aliment
animal.dog: puppy +doggy four_legged +pooch lead_on_a / welpe vierbeiner hundchen leine / cagnolin cucciol quattro_zampe guinzagli
animal.cat: kitten / katzchen / gattin micio
animal.rabbit: rabbit guinea_pig hamster / kaninchen hase meerschwein hamster / conigl criceto porcellin
animal.bird: +bird parrot hen / vogel huhner papagei / uccell pappagall gallin
animal.bee: =bee =bees butterfly insect / biene schmetterling insekt / =ape =api farfall insett
animal.snail: snail slug aphid pest greenfly / schnecke blattlaus schadling ungeziefer / lumac afid parassit
animal.cow: =cow =cows sheep goat pig / =kuh kuhe schaf ziege schwein / mucca pecor capr
animal.mouse: mouse mice =rat =rats =ant =ants / maus mause ratte ameise / topo topi ratto formic
plant.tree: +tree fruit_tree =fir =pine =trees / baum baume obstbaum tanne =tannen fichte / alber albero abete
plant.rose: =rose =roses rosebush / =rose rosen / =rosa =rose rosai
plant.orchid: orchid / orchidee / orchide
plant.succulent: succulent cactus cacti / sukkulent kaktus kakteen / succulent cactus piante_grasse
plant.herb: basil rosemary thyme lavender =mint herb_plant / basilikum rosmarin thymian lavendel minze krautertopf / basilic rosmarin timo lavand menta aromatich
plant.shrub: shrub bush hydrangea / strauch busch hortensie / arbust cespugl ortensi
plant.bulb: tulip daffodil +bulb / tulpe narzisse zwiebel_pflanz blumenzwiebel / tulipan narcis bulb
plant.seed: =seed =seeds seedling sapling / =samen saatgut setzling jungpflanze / sement seme semi piantin
plant.lawn: lawn grass turf / rasen gras rollrasen / prato erba zolle
plant.palm: =palm fern monstera houseplant indoor_plant / palme farn monstera zimmerpflanze / palma felce monstera piante_d_appartament pianta_d_appartament pianta_da_intern
plant.olive: olive_tree citrus_tree fig lemon_tree / olivenbaum zitrusbaum feigenbaum zitronenbaum / ulivo olivo agrum fico
plant.christmas: christmas_tree advent_wreath / weihnachtsbaum tannenbaum adventskranz christbaum / albero_di_natale
plant.bouquet: bouquet flower_arrangement cut_flowers wreath funeral_flowers / strauss blumenstrauss schnittblumen kranz gesteck / bouquet mazzo_di ghirland composizion_floreal fiori_recis
leaf: =leaf =leaves yellow_leaves / blatt blatter laub / fogli
root: +root / wurzel / radic
soil: +soil compost_soil potting_mix peat / erde blumenerde substrat torf / terricci terra_per torba
plant_dies: wilt droop =die =died =dies dying =dead_plant withered / eingeh eingegang verwelk welk vertrockn stirbt / appassi secc +mor morir muore morta
weather.rain: =rain raining rainy wet_weather / regen regnet regnerisch / piov piogg
weather.snow: =snow icy / schnee schneit glatteis / neve nevic ghiacc
weather.sun: sunny sunshine nice_weather / sonnig sonnenschein schones_wetter / soleggiat bel_tempo
weather.storm: storm thunder wind windy / sturm gewitter wind / temporal vento tempest maltempo brutto_tempo
weather.heat: heatwave hot_weather / hitze hitzewelle / caldo_torrid ondata_di_caldo
weather: bad_weather if_it_rains forecast / schlechtem_wetter schlechtwetter wettervorhersage bei_regen wenn_es_regnet / se_piove cattivo_tempo brutto_tempo in_caso_di_pioggia previsioni
nature: nature forest wood_s mountain lake river sea beach / natur wald berg +see fluss meer strand / natura bosco montagn lago fiume mare spiaggi
sun: sun_protection suncream uv =spf / sonnenschutz sonnencreme uv / protezione_solar crema_solar uv
skin_care: skincare moisturi lotion serum cleanser peeling cream_for / hautpflege feuchtigkeit lotion serum peeling creme / crema_vis idrat lozion siero cura_della_pelle scrub
hair_care: hair_mask hair_oil / haarkur haarol haarpflege / maschera_per_capelli olio_per_capelli
hair_loss: hair_loss thinning extension +extensions wig / haarausfall haarverlanger extensions perucke / caduta_dei_capelli extension parrucc
curly: curly curls frizzy straight_hair / locken lockig krause glatt / ricc cresp lisc
nail_gel: gel_nails acrylic_nails shellac / gelnagel kunstnagel shellac / unghie_gel ricostruzion semipermanent
animal_testing: animal_testing cruelty_free tested_on_animals / tierversuch tierversuchsfrei / testat_su_animali cruelty test_sugli_animali
feeling.happy: =happy glad delighted =pleased / glucklich froh zufrieden freue / felic content soddisfatt
feeling.sad: =sad =upset / traurig / trist
feeling.afraid: afraid scared nervous anxious / angst nervos angstlich / paur nervos ansi
feeling.love: =love in_love / liebe verliebt / amor innamorat
feeling.angry: =angry furious / wutend sauer_bin / arrabbiat
feeling.bored: boring bored / langweil / noios annoi
`;

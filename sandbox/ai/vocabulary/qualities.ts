/** How things are, and what is said of them: a question can do without. Written as `spoken` is. */
export const qualities = `
quality: quality well_made workmanship premium high_end top_notch shoddy flimsy cheaply_made / qualitat hochwertig wertig verarbeit minderwertig / qualit di_pregio pregiat rifinit scadente
durable: +durable long_lasting hard_wearing robust =tough lasts_long wear_out wears_out =sturdy lifespan / langlebig strapazierfah robust halt_lange lebensdauer abnutz verschleiss haltbark / durevol resistent robust dura_nel_tempo si_consum usura
soft: +soft fluffy gentle =cosy cozy cuddly silky / weich flauschig kuschelig sanft samtig / morbid soffic delicat
hard: =hard +firm stiff =solid rigid / =hart harte steif +fest massiv hartegrad / +dur rigid =duro =dura sod massell
scratchy: scratchy itchy itches rough prickly / kratzt kratzig juckt +rau =rau stachelig / prude pizzic ruvid graffia
thick: =thick thickness chunky heavyweight =gsm gram_per_square / dick dicke =stark grammatur / spess grammatur
thin: =thin lightweight see_through sheer transparent / dunn durchsichtig +leicht transparent blickdicht / sottil trasparen legger
breathable: breathab airy / atmungsaktiv luftdurchlass luftig / traspirant ariegg
warm_wear: keep_me_warm =lined lining thermal insulated / gefuttert +futter warm_halt isolier / foderat foder termic isolant
elastic: +stretchy elastic stretch elastane / elastisch dehnbar stretch gummizug / elastic elasticizzat
fit.loose: loose baggy =wide oversized roomy / =weit weite locker_sitz oversize =luftig / larg ampi +comod
fit.tight: =tight slim skinny =snug narrow fitted / =eng enge engen schmal tailliert / strett aderent attillat slim
length: =long longer length_of knee_length floor_length / lang lange knielang bodenlang / lung lunghezz al_ginocchio
fit: run_small runs_small run_large runs_large true_to_size size_up size_down between_sizes come_up_small small_cut generous_cut normal_size in_between / fallt_klein fallt_gross fallen_gross fallen_klein fallen_aus =fallt grossentreu zwischen_zwei_grossen grosser_bestell kleiner_bestell / veste_picc veste_gra vestono veste_larg calza_picc calza_gran una_taglia_in_piu tra_due_taglie via_di_mezzo
size: which_size what_size size_should find_my_size my_size size_chart size_guide =measurements =waist =chest / welche_grosse grossentabelle richtige_grosse meine_grosse konfektion =taille brustumfang / che_taglia quale_taglia tabella_taglie tabella_delle guida_alle_taglie mia_taglia misure_del girovita torace
children_size: kids_sizes children_s_sizes junior / kindergross / taglie_da_bambin misure_bimb
mens: =men =mens =male gentlemen =gents for_him =guys / herren manner =mann mannlich / uom maschil =lui
womens: =women =ladies =womens =female for_her =lady / damen frauen weiblich / donn femminil signor
unisex: unisex gender_neutral / unisex / unisex
pattern: plain solid_colour single_colour / einfarbig +uni =uni schlicht / tinta_unita monocolor
pattern: pattern stripe striped checked floral =dots dotted =print / muster gestreift streifen kariert geblumt gepunktet / fantasia righe a_righe quadretti fiori_stampat pois motiv
bright: =bright vivid shiny glossy =neon / =hell helle leuchtend glanzend / chiar brillant vivac lucid
dark: =dark matt =matte darker / dunkel matt / scur opac
natural: =natural naturally untreated =raw unbleached undyed / naturlich naturbelass unbehandelt naturfarben / natural naturale non_trattat grezz
artificial: artificial synthetic =fake imitation faux / kunstlich synthet unecht imitat +kunst / artificial sintetic finto finta imitazion
real: =real genuine authentic =original / =echt echte original / autentic original
make: handmade hand_made by_hand hand_crafted artisan / handgemacht handgefertigt von_hand handarbeit / fatto_a_mano fatti_a_mano fatta_a_mano artigianal a_mano
local: =local locally regional from_here domestic nearby / regional =lokal aus_der_region hiesig heimisch / local del_posto della_zona nostran chilometro_zero
seasonal: seasonal in_season / saisonal +saison =saison / stagional di_stagion
limited: limited_edition one_off unique =rare / limitiert einzelstuck unikat =selten / edizione_limitat pezzo_unico pezzi_unici +rar
popular: popular best_selling bestseller favourite favorite most_loved / beliebt bestseller liebling meistverkauf / popolar piu_vendut preferit
difficult: difficult tricky complicated =advanced / schwierig kompliziert anspruchsvoll / difficil complicat impegnativ
safe: dangerous risky hazard harmful =risk / gefahr riskant schadlich / pericol rischi nociv dannos
safe: harmless non_toxic child_safe pet_safe skin_friendly gentle_on / unbedenklich ungefahrlich schadstofffrei kindersicher hautfreund / innocu non_tossic atossic sicuro_per
irritation: irritat =rash =sensitive redness burning_skin reaction itchy_skin / reizung gereizt empfindlich ausschlag rotung brenn_haut / irrita sensibil arrossament reazion sfogh
fresh: freshly =fresh freshness just_made / frisch / fresc appena_fatt
spoiled: =mouldy =moldy mould rotten =stale gone_off spoil =bad_smell / schimmel verdorb verfault =schlecht_geword abgelauf / muffa ammuff andato_a_male marci avariat
wet: =wet damp moist humidity humid moisture / nass feucht feuchtigkeit / bagnat umid umidit
waterproof: splash_proof rain_proof rainproof splash survive_rain stand_the_rain get_wet / spritzwasser regenfest nass_werd im_regen / pioggia_sopport bagnarsi resiste_all_acqua
frost: =frost hardy winter_hardy frost_proof minus_degrees survive_winter survive_the_winter overwinter / frost winterhart frosthart uberwinter winterfest minusgrad / +gel gelo =gelate rustic resiste_al_freddo svern
sunny: =sun sunny direct_sunlight full_sun =shade =shady sunlight shaded half_shade / sonne sonnig schatten halbschatten sonnenlicht / sole soleggiat ombra mezz_ombra luce_diretta
clean: =clean hygien sanitary steril disinfect / =sauber hygien steril desinfiz / pulit igien steril disinfet
dirty: =dirty muddy filthy / schmutzig dreckig verschmutz / sporc
places: =vacant unoccupied =free_seat / =leer frei_ist =freien / =vuoto =vuota +liber
places: =full fully_booked booked_up =packed sold_out_course / =voll ausgebucht voll_belegt / =pieno =piena complet al_completo posti_esauriti
busy: =busy crowded rush_hour =quiet_time less_busy / viel_los wenig_los ruhig_ist stosszeit =voll_ist / affollat poca_gente piu_tranquill
price: =cheap cheapest low_cost =budget affordable / =billig billigste gunstigste =gunstig / economic a_buon_mercato piu_economic meno_car
price: expensive dear pricey most_expensive / =teuer teuerste / =caro =cara costos piu_car
necessary: mandatory compulsory obligatory required necessary / pflicht zwingend notig erforderlich / obbligator necessari per_forza
allow: forbidden not_allowed banned prohibited =forbid / verboten untersagt nicht_erlaubt / vietat proibit non_si_puo
allow: =allowed permitted is_it_ok is_it_okay okay_to alright_to / erlaubt gestattet ist_es_okay in_ordnung zulassig / permess ammess consentit va_bene_se
partial: partly partial half_of in_part / teilweise teils anteilig / parzial in_parte
double: double twin =two_person / doppel zweifach / doppi matrimonial
single: single =one_person individual_piece individually / einzeln +einzel =einzel / singol un_solo sciolt
alternative: alternative instead_of substitute / alternativ stattdessen anstelle / alternativ al_posto_di
private: private confidential privately / privat vertraulich / privat riservat
public: public publicly / offentlich / pubblic
personal_q: one_to_one one_on_one individual_session / einzelunterricht einzelstunde unter_vier_augen / lezione_privat lezioni_privat
official: official certified accredited / offiziell anerkannt amtlich / ufficial riconosciut
anonymous: anonym without_sender no_sender / anonym ohne_absender / anonim senza_mittente
discreet: discreet neutral_packag / diskret neutral_verpack / discret anonimo_pacco
left_right: left_handed =lefty / linkshand / mancin
round: =round circular / =rund runde / tond rotond
square: =square rectangular oblong / quadrat eckig rechteck / quadrat rettangol
weight: =heavy =weighs / =schwer / pesant
weight: lightweight =featherlight / leichtgewicht / legger
length: =tall =high / =hoch hohe / =alto =alta
length: =low lower_than / niedrig / =basso =bassa
warm: =hot scorching / =heiss hitze / bollent caldissim
mild: =mild gentle_taste / =mild milde / delicat
sweet: =sweet sweetened =sugary / =suss susse gesusst / dolc zuccherat
bitter: =bitter acidic =sour / bitter sauer saure / amar acid
spicy: spicy =hot_food chilli / scharf pikant / piccant
salty: salty =salt / salz / salat =sale
strong: =strong intense / kraftig intensiv / forte intens
strong: =weak =watery / =schwach / debol
healthy: healthy =wholesome nutrition calories =nutritional / gesund nahrwert kalorien / salutar nutrizional calor
`;

/** What one does with things, and how things are: as in `trade`. Kept apart, since a question can do without. */
export const doing = `
wash: wash =washing machine_wash launder laundry detergent laundered =rinse dry_clean dishwasher / wasch gewasch spul spulmaschine waschmittel reinig gereinigt / =lava lavare lavaggio lavar lavat lavabil =lavi lavastovigli lavatric deters / lava lavage laver lessive lave_vaisselle lavable / lavar lavado lavadora lavable detergente lavavajillas / lavar lavagem lavavel maquina_de_lavar detergente
clean: clean cleaning =wipe =dust =remove / sauber putz pfleg entfern =wisch / puli pulizi =togliere rimuov / nettoy =propre enlever / limpi quitar / limp remover
descale: descal limescale calc / entkalk kalk / decalcific calcar / detartr calcaire / descalcific / descalcific
iron: =iron =irons ironed ironing =steam crease wrinkle / bugel gebugelt dampf knitter / stir ferro_da_stiro vapore stropicci / repass vapeur / planch arrug / passar_a_ferro engomar vapor
dry: =dry =dries =dried drying tumble dryer air_dry / trockn getrockn trocken =trockner / asciug asciutt stendere essicc / sech seche / secar =seco secadora / secar =seco secador
shrink: shrink shrunk / einlauf eingelauf schrumpf / restring / retrec / encog / encolh
fade: =fade fades discolour =run_colour / verblass ausbleich abfarb / sbiad scolor stinge / decolor deteind / desteñ desten destin / desbot
store_keep: storage =keep =keeps =kept =stored storing =last =lasts preserve / lager aufbewahr gelagert aufheb haltbar =halt halten =halten haltbarkeit bewahren / conserv =tenere tenut mantien =durano / conserv garder se_garde / conserv guardar almacen / conserv guardar armazen
care: =care caring look_after treat =looked_after / pflege pflegen pflegt =behandeln / =cura curare trattar manten / entretien entreten soin / cuidad cuidar / cuidad cuidar tratar
install: install assembl =set_up put_together mount fitted / aufbau montier montage zusammenbau aufstell =stellt install einbau / mont assembl install / mont assembl install / mont instal ensambl / mont instal
remove_old: take_away dispose disposal haul =old_furniture recycle_old / mitnehm entsorg altgerat / ritirare_il_vecchio smalt =butta / reprise evacu / llevarse desech retirar_el_viejo / levar_o_velho descart
make: =handmade =produce =produced manufactur =craft hand_made / hergestell herstell produz handgefertigt =fertigen gefertigt handarbeit / produ fabbric realizzat artigian =a_mano / fabriq produ / fabric produc hech / fabric produz feit
sew: =sew =sewn sewing stitch tailor hem =hemmed shorten =alteration / nah genaht schneider kurz gekurzt kurzen =saum / cuci sart orl accorci / coud cous tailleur ourlet raccourc / cos sastre dobladillo acort / cos alfaiat bainha encurt
custom: custom made_to_measure made_to_order bespoke personali =tailored customi =individual / massanfertig nach_mass massgefertigt individuell sonderanfertig auf_bestellung personalisier wunschmass / su_misura personalizz su_ordinazion / sur_mesure personnalis / a_medida personaliz / sob_medida personaliz
engrave: engrav monogram initials embroider =logo =print =printed =brand_name / gravur gravier monogramm initial stick bestick =logo bedruck druck aufdruck / incid incision monogramm inizial ricam =logo stamp marchio / grav monogramm initial brod =logo imprim / grab monogram inicial bord =logo imprim / grav monogram inicial bord =logo imprim
sample: sample swatch specimen =tester / muster probe stoffprobe =probchen / campion / echantillon / muestra / amostra
try: =try =trying =tried =trial =test =tests tested try_on / =probier anprobier =testen getest ausprobier probefahr / prov =testare provare / essay =essai test / prob =prueba / =prova experiment testar
rent: =rent =rental =rentals renting rented =lend =loan =borrow =hire / =miete mieten vermiet verleih leih ausleih gelieh =leihgerat / nolegg affitt prest comodato / =louer locat =preter / alquil prest / alug empres
lease: leas / leas geleas / leasing / leasing / leasing / leasing
used: second_hand secondhand pre_owned pre_loved / gebraucht secondhand / usat seconda_mano / occasion seconde_main / segunda_mano usad / segunda_mao usad
tradein: trade_in part_exchange buy_back / in_zahlung inzahlung ankauf zuruckkauf / permut =ritirate ritiriamo compriamo / reprise rachat / parte_de_pago recompra / retoma recompra
donate: donat charity =charities / spend gespendet / donare donazion beneficen / =don =dons associat / donar donacion / doar doacao
collect_design: collection =design =range =series =model =models =style =styles =pattern / kollektion =modell =modelle =sortiment =serie / collezion modell =linea =gamma / collection modele gamme / coleccion modelo gama / colec modelo gama
new: =new =newest =latest brand_new =upcoming / =neu =neue =neuen =neuer =neues neuheit / =nuovo =nuova =nuovi =nuove novit / nouveau nouvel / nuev / =novo =nova =novos =novas
old: =old / =alte =alten =altes / vecchi / vieux vieille / viej / velh
pause: pause paused skip suspend =hold interrupt / pausier =pause aussetz unterbrech / sospend interromp =pausa / suspend =pause interromp / paus suspend / paus suspend interromp
renew: renew extend extension prolong / verlanger erneuer / rinnov prolung prorog / renouvel prolong / renov prolong / renov prolong
moveplace: moving_house moved_house relocate reschedul postpone =rebook another_date =moved / umzug umzieh umgezogen verschieb verschoben umbuch verlegen / trasloc spostar rinvi posticip / demenag report decaler / mudanz aplaz cambiar_la_fecha / mudanc adiar remarcar
transfer: pass_on hand_over_to / ubertrag weitergeb / trasferi cedere / transferer ceder / transferir ceder / transferir ceder
forget: forgot forget / vergess vergiss / dimentic / oubli / olvid / esquec
find: =find =found finding =look_for =search / =finde =finden findet gefunden =suche suchen / trov cerc / trouv cherch / encontr busc / encontr procur
see: =see =look =view =look_at / =sehen =sieht ansehen anschauen / vedere =vedo visual / =voir / =ver / =ver
visit_shop: come_by drop_in walk_in come_in =drop / vorbeikomm =vorbei hereinkomm / passare / venir / pasar_por venir / passar_por vir
stay: =stay =stays staying =waits =wait / bleib =warten wartet / =aspetta =attende / rester / quedar / ficar
allow: allowed permit =welcome forbidden prohibited / erlaubt gestattet verboten willkommen / permess consentit vietat benvenut ammess / permis autoris interdit bienvenu / permitid prohibid bienvenid / permitid proibid bem_vind
safe: =safe secure =safety poison toxic / sicher giftig ungiftig / sicur toss atossic / =sur securit toxi / segur toxic / segur toxic
waterproof: waterproof water_resistant =watertight / wasserdicht wasserfest wasserabweis / impermeab / impermeab etanch / impermeab / impermeav
loud: =loud noise noisy quiet decibel / =laut lautstark gerausch leise dezibel / rumor silenzi / bruit silenci / ruido silenci / ruido barulh silenci
capacity: capacity =holds tank =litre =litres =liter =liters volume =ml / fasst fassungsvermogen tank =liter =ml / capienz capacit serbatoio =litri =litro =ml / capacit reservoir =litre =litres =ml / capacidad =litro =litros / capacidade =litro =litros
consume: consum / verbrauch / consum / consomm / consum / consum
colour_match: match =matching =set =pair / =passend =paar =set / abbinat =coppia =set / assorti =paire =ensemble / =juego =par =conjunto / =jogo =par =conjunto
difference: differen =versus =better / unterschied vergleich besser / differen confront meglio / differen compar mieux / diferen compar mejor / diferen compar melhor
instruction: instructions manual tutorial =explain / anleitung gebrauchsanweis bedien / istruzion manuale / =mode_d_emploi notice instruction / instruccion manual / instruc manual
origin: =origin come_from comes_from =source sourced sourcing grown / herkunft stamm =kommt_aus kommen_aus bezog / origin provien provenien vien_da / origin provien vient_de / origen provien viene_de / origem provem vem_de
history: =history =since_when founded_in =story / geschichte seit_wann gegrundet / =storia da_quando / histoire depuis_quand / historia desde_cuando / historia desde_quando
review: review rating feedback testimonial / bewertung rezension feedback / recension valutaz / avis evaluation / resena valoracion opinion / avaliac opiniao
promise_time: deadline due =until_when / frist spatestens =bis_wann / entro_quando al_piu_tardi / delai au_plus_tard / plazo a_mas_tardar / prazo o_mais_tardar
fresh: =fresh freshness / =frisch frische / fresc / =frais =fraiche / fresc / fresc
cool: =cold cool fridge refrigerat freezer freeze / =kalt kuhl kuhlschrank gefrier einfrier / fredd fresc frigo congel surgel / froid frigo congel / frio nevera frigorif congel / frio frigorif congel
warm: =hot =warm =heat heating =boil boiling / =heiss =warm heizung kochend heiz / cald riscald bollent / =chaud chauff bouill / calient calef herv / quente aquec ferv
bake: bake baked baking =oven / back gebacken =ofen / cuoc cott =forn / =cuit =cuire =four / horn / assar cozid =forno
roast: roast / rost gerost / tost / torref / tost tuest / torr
brew: brew infus steep =prepare prepared / bruh aufgiess zubereit =ziehen / infusion prepar / infus prepar / infus prepar / infus prepar
train: learn teach beginner practice =skill / =lernen lern anfang einsteig ubung / impar principiant insegn / apprend debutant / aprend principiant / aprend principiant iniciant
ride: =ride =riding =drive =driving / =fahre fahren fahrt gefahren / guid pedal / =conduire =rouler / =conducir montar / conduzir andar_de
begin: =start =starts begin starting =depart departure =leave =leaves / beginn =start =startet anfangen =los abfahrt / inizi =parte =partono partenz comincia / commenc debut depart / empez comienz inicio salida / comec inicio partida
finish_end: =end =ends finish / =ende endet aufhor fertig / fine_de finisc termin =pronti =pronte =pronto / =fin finir termin / termin acab =fin / termin acab =fim
steal: theft stolen steal =thief / diebstahl gestohlen =klau / furt rubat / =vol vole derob / robo robad / roub furt
breakdown: breakdown =stranded tow / =panne liegengeblieb / panne / =panne depann / grua / reboque
estimate: estimate =quote quotation / kostenvoranschlag angebot =schatzung / preventiv valutazion / devis estimation / presupuest tasacion / orcament
late_return: bring_back_late =overdue / zu_spat_zuruck / riporto_in_ritardo / rendre_en_retard / devolver_tarde / devolver_tarde
unpack: unopen =opened original_packaging =sealed / ungeoffnet =originalverpack geoffnete geoffneten / sigillat non_aperto / scelle non_ouvert / sin_abrir precint / por_abrir selad
worn: =worn =wear =wearing =wore =unworn / getrag =tragen ungetrag / indoss / =porter / puest / vestid
`;

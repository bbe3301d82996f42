/** What people do and how they ask for it, beside what is in `doing`. Written as `spoken` is. */
export const acting = `
bring: +bring +fetch +carry take_along take_with / mitbring mitnehm mitgebracht dabeihab +bringen hinbring / portarmi_dietro portarci portar
leave_at: drop_off drop_it_off leave_it_with leave_it_at leave_behind hand_in =drop_my drop_them / abgeb abgegeb abliefer dalass da_lass vorbeibring abstell hinterlass / lasciare_da lasciarvi lasciarl deposit consegnare_a_voi
order: order_ahead pre_order preorder in_advance_order / vorbestell vorab_bestell / preordin prenotare_prima ordinare_prima
ask: +ask enquire inquire enquiry +query / nachfrag erkundig anfrag / domandar inform richiest
explain: +explain +clarify walk_me_through talk_me_through / erklar erlauter / spiega chiar
advise: +advise advice guidance +consult consultation help_me_choose help_choosing help_me_pick recommendation / berat beratung empfehl rat_geb tipp / consigli consulenz aiutarmi_a_sceglier suggeri
decide: +decide make_up_my_mind +choose pick_out selection / entscheid entschied aussuch auswahl wahle auswahlen / decid scegl scelt
confirm: +confirm confirmation +acknowledge / bestatig zusage / conferm
notify: let_me_know let_us_know +notify notification +inform tell_me_when get_told keep_me_posted updates_about +alert / bescheid benachrichtig informier mitteil sag_mir_wann / avvis far_sapere informat comunicat notific
send_in: +upload +attach attachment send_you_a / hochlad anhang anhangen einsend schick_euch / alleg caricar inviarvi
fill_in: fill_in fill_out +form +questionnaire / ausfull formular fragebogen / compil modul questionar
sign: +sign signature =signed / unterschr signier / firm
show: +show demonstrate demonstration have_a_look take_a_look =demo / zeig vorfuhr anschau anzuschau vorgefuhrt / mostr dimostraz far_vedere dare_un_occhiata
compare: +compare comparison / vergleich / confront paragon
measure: measure_up take_measure take_my_measure tape_measure measured measuring measurement / ausmess vermess abmess massnehm nachmess messen aufmass / misur prendere_le_misure
cut: +cut +trim +chop +snip =cuts / schneid schnitt zuschneid zuschnitt geschnitt absag gekurzt stutz / tagliare tagliat accorc spunt potar
sew: +shorten take_up take_in make_shorter too_long =hemmed =tailor / kurzer kurzen gekurzt enger_mach umnah anderungsschneid zu_lang / accorciar stringer restringere_un troppo_lung
widen: let_out make_bigger take_out_the +widen stretch too_tight too_small / weiter_mach auslass zu_eng zu_klein dehn / allargar allung troppo_strett troppo_piccol
adjust: +adjust adjustable fine_tune =fitted adapt / anpass einstell verstell nachstell justier angepasst / adatt regol aggiustament
mix: +mix +blend =assorted =mixed / misch gemischt zusammenstell / mischi misti +mist assortit miscel
choose_mix: mix_and_match put_together_my own_selection / selbst_zusammenstell eigene_auswahl / comporre a_scelta_mia
divide: +divide separate separately +split in_two_parcel / aufteil geteilt getrennt teilen trennen / divid separat suddivid
add: =add +adding =added add_to_my put_in_as_well include_in / hinzufug dazupack dazuleg dazugeb erganz noch_dazu beileg / aggiung inserir metterci
remove: +remove take_off take_out peel_off strip / entfern abnehm abmach rausnehm +losen / rimuov toglier staccar
exchange: +replace replacing =renew new_one_instead / ersetz auswechs erneuer austausch gewechselt wechseln / sostitu rimpiazz
fill: +fill +refill top_up =full / nachfull auffull abfull fullen gefullt / riempi ricaric rabbocc
empty: +empty drain / leeren entleer ausleer / svuot
open_act: =unopened =opened open_it opened_it unseal =undone break_the_seal / aufgemacht angebroch geoffnet offnen aufmachen ausgepackt / apert aprirl apriamo
close_act: close_it reseal =sealed seal_it airtight / verschliess verschloss luftdicht zumachen / chiuder ermetic richiud sigill
hang: +hang =hung hang_up put_up / aufhang hangen gehangt / append appes stender
fold: +fold foldable fold_up / falt zusammenklapp klapp / pieg ripieg
roll: +roll =rolled / roll zusammenroll / arrotol
hold_bear: carry_up_to hold_up_to take_the_weight bear_the sit_on load_bearing +support how_strong sturdy +withstand / aushalt halt_aus tragfah belast tragen stabil / regge reggon sopport sostiene resist portata
attach_wall: screw_to wall_mount fix_to_the_wall +drill +screw =nail / wandmontage an_die_wand bohr schraub dubel / a_parete avvit vite =viti trapan
paint: +paint +repaint varnishing +stain / streich lackier anstreich anmal / dipin vernic tingegg pittur
polish: +polish +sand =sanding sandpaper buff =rub / polier abschleif abreib / lucid levig carteggi
treat: +treat treatment apply_oil re_oil rub_in / behandl nachol einol einreib olen / tratta oliar passare_l_olio ungere
protect: +protect protection +protective =cover_it +cover shield / schutz schutzen abdeck geschutzt / prote coprir
spill: +spill spilt =stained stains get_out_of / verschutt fleckig ausgeschutt gekleckert / rovesci versat macchiat
soak: +soak / einweich / ammoll
spin: +spin =spun / schleuder / centrifug
bleach: +bleach bleaching chlorine / bleich chlor / candegg sbianc cloro
smell: +smell scented +scent +odour +odor fragrance perfume unscented stink fragrance_free / geruch riech duft stink parfum unparfum / odor profum puzz
taste_act: +taste +flavour +flavor try_some tasty delicious / schmeck geschmack lecker kosten_durf probieren verkost / sapore gusto assaggi buonissim aroma
food: +eat =eaten +snack =bite chew / essen gegessen knabber imbiss / mangi spuntin
drink: +drink =drank / trinken getrunken / bere bevut
cook: +cook kitchen =stove recipe =fry =grill / koch gekocht herd braten grill / cucin cottur fornell ricett grigli
cool: cool_down chill / abkuhl kuhl / raffredd
warm: +heat warm_up =microwave heat_up / erhitz aufwarm erwarm mikrowelle / scald riscald microond
cool: +freeze =frozen freezer =froze / einfrier gefror tiefkuhl / congel surgel freezer
grow: +grow =grew =grown growth / wachs gewachs zucht anbau / cresc coltiv
plant_act: planting =sow +sowing repot =pot_up transplant / pflanz einpflanz saen aussa umtopf gepflanzt / piant semin travas invas
water_act: +watering =water_it =watered water_them irrigat how_often_water / giess gegoss bewass / annaffi irrig innaffi
prune: +prune pruning cut_back / ruckschnitt zuruckschneid beschneid / potat potare potatur
fertilise: fertili feed_plants plant_food compost manure / dung dunge kompost / concim fertilizz compost
wash_hair: shampoo =conditioner / shampoo spulung / shampoo balsam
relax: +relax relaxing rest_a_bit unwind / entspann erhol ausruh / rilass ripos
stay_overnight: +sleep =slept stay_overnight spend_the_night overnight_stay / ubernacht schlaf geschlaf / dorm pernott passare_la_notte
sit: +sit =seated seating =sat / sitz hinsetz gesess / seder sedut
stand: stand_up =standing / stehend aufrecht / in_piedi
distance: +walk on_foot walking_distance stroll / laufen zu_fuss spazier fussweg / camminar a_piedi passeggi
drive_act: +drive =drove by_car / +fahrt mit_dem_auto autofahr / guidar in_macchina in_auto
begin: =leave_from set_off depart / losfahr abreis / partir partenz
meet: +meet meeting_point meet_up / treff treffpunkt / incontr ritrov punto_di_ritrovo
invite: +invite invitation / einlad einladung / invit
celebrate: +celebrate celebration / feiern gefeiert / festeggi celebr
play: +play playing =game +game =played / spiel gespielt / gioc
sing: +sing =song / singen lied / cant canzon
dance: +dance / tanz / ball danz
read: +read reading / lesen liest gelesen / legg lett
write: +write =wrote =written / schreib geschrieb / scriv scritt
draw: +draw drawing =drawn sketch / zeichn skizz / disegn schizz
photograph: take_photo take_a_photo take_pictures photograph =film record / fotografier filmen bilder_mach fotos_mach / fotografar scattar filmar riprender
post_online: post_it_online instagram =story =tag tag_you social_media share_a_photo / posten markier instagram teilen_auf / pubblic tagg instagram social
win: +win =won raffle competition prize contest / gewinn gewonn verlos preisausschreib / vincer vint estrazion concors
lose: +lose =lost misplaced / verlier verlor verlegt / perder perso smarr
break_act: +break =broke =broken =snap / zerbrech brech kaputtmach / romp rott
repeat: +repeat again_and second_time once_more / wiederhol nochmal erneut / ripet di_nuovo un_altra_volta
wait: +wait waiting_list =queue waiting_time / wart warteliste schlange wartezeit / aspett attes lista_d_attesa coda
express: +hurry rush / beeil hetz / sbrig affrett
share: +share =sharing between_us / teilen gemeinsam / condivid insieme_ad
own: +own belongs_to my_own =own / eigen gehort_mir / possied
rent: +borrow +lend =lent on_loan =loaned / ausleih ausgelieh borg verleih gelieh / prestar prest in_prestito
refuse: +refuse +reject turn_away / ablehn abgelehn verweiger annahme_verweig / rifiut respint
complaint: make_a_complaint +complain / beschwer / reclam
staff: +earn wages / verdien lohn / guadagn stipend
save: +save saving save_money / spar / risparmi
calculate: +calculate work_out_how / ausrechn berechn kalkul / calcol
tradein: sell_you buy_from_me do_you_buy sell_my sell_you_my take_my_old / kauft_ihr ankauf verkaufen_an loswerden abkauf / vendervi comprate ritirate vendere_il_mio
recycle: +recycle recyclable recycled deposit_bottle =returnable =waste +rubbish +bin =litter throw_away throw_it_away dispose / wiederverwert recycl mull abfall wegwerf wegschmeiss entsorg pfandflasche =pfand altpapier / ricicl rifiut buttar buttarl spazzatur smaltir raccolta_differenz
recycle: +reuse reusable re_use second_life / wiederverwend mehrweg nochmal_nutz / riutilizz riusar riuso
try: +test sample_it give_it_a_go give_it_a_try / testen ausprobier probelauf / provar
examine: +examine eye_test hearing_test sight_test check_my_eyes eyesight_test vision_test examination screening / untersuch sehtest augenprufung hortest augen_teste sehstark vermess / esame_della esame_d controllo_della test_della_vista misurazione_della
prescribe: prescription =prescribed =script / rezept verschreib verordn sehwerte / ricett_medica prescri ricetta_dell ricetta_medic
paint_nails: manicure pedicure nail_polish =nails / manikure pedikure nagellack nagel / manicur pedicur smalt unghi
dye_hair: highlights balayage =roots colour_my_hair dye_my_hair tint bleach_my_hair / strahn balayage ansatz haare_farb tonung farben_lass blondier farbt =farben gefarbt farbung nachfarb blondier aufhell tonen / colpi_di_sole balayage meches ricrescit tinta decoloraz tinge
shave: +shave beard =razor barber / rasur rasier bart / barb +ras rasat rasoi
haircut: haircut hairdress =fringe =blow_dry blow_out hairstyle style_hair =perm / haarschnitt frisur frisor spitzen =pony fohn dauerwelle / taglio_di_capelli taglio_capelli acconciatur parrucch +pieg frangia =piega permanent
massage: massage / massage massier / massagg
wax: waxing hair_removal epilat depilat / enthaar epilier wachsen_lass / ceretta depila epila
makeup: make_up makeup lipstick mascara =foundation / schminke make_up lippenstift wimperntusche schmink / trucc make_up rossett mascara
`;

/** Travel, technology, money, law and time as people speak of them. Written as `spoken` is. */
export const around = `
travel: +travel +journey holidaymaker abroad_trip / reise reisen verreis / viagg
flight: flight plane =fly =flew boarding / flug fliegen flugzeug / volo aereo
ferry: ferry =boat =ship_travel cruise / fahre_schiff schiff boot kreuzfahrt / tragh barca nave crocier
taxi: taxi =cab uber / taxi / taxi
tram: =tram trams / strassenbahn =tram / tram
metro: =metro =tube underground / u_bahn / +metro metropolitan
motorway: motorway highway =exit =road =street / autobahn ausfahrt strasse / autostrad uscita strada =via
traffic: traffic pedestrian_zone city_centre downtown / verkehr fussgangerzone innenstadt zentrum / traffic zona_pedonal centro_storic =centro
bicycle_park: bike_rack lock_my_bike / fahrradstander / rastrellier portabici
charging: charging_point charging_station ev_charger / ladestation ladesaule / colonnin ricarica_elettric
passport: passport id_card identity identification driving_licence / ausweis reisepass personalausweis fuhrerschein / passaport carta_d_identita documento_d_identita patent
visa_travel: entry_visa residence / visum aufenthalt / visto_d ingresso_nel_paese
luggage: luggage baggage cloakroom locker / gepack schliessfach garderobe / bagagl armadiett guardarob
tent: =tent camping campsite / zelt camping / tenda_da campeggi
picnic: picnic / picknick / picnic
museum: museum gallery exhibition / museum galerie ausstellung / museo galleri mostr
cinema: cinema theatre theater movie film / kino theater film / cinema teatro film
library: library / bibliothek bucherei / bibliotec
school: +school university college nursery_school / schule uni universitat kindergarten kita / scuola universit asilo
church: church mosque temple / kirche moschee / chiesa
hospital: hospital clinic / krankenhaus klinik / ospedal clinic
pharmacy: pharmacy chemist / apotheke drogerie / farmaci
bank: =bank =banks / =bank banken / =banca banche
post_office: post_office parcel_shop parcel_locker drop_off_point letterbox mailbox postbox p_o_box / postamt postfiliale packstation paketshop briefkasten postfach / ufficio_postal locker casella_postal punto_di_ritiro buca_delle_letter cassetta_postal
market: market fair trade_fair flea_market / markt messe flohmarkt weihnachtsmarkt / mercat fier mercatin
supermarket: supermarket grocery / supermarkt lebensmittel / supermercat alimentari
cafe: restaurant bistro canteen diner pub / restaurant lokal gaststatte kantine kneipe / ristorant trattori pizzeri mensa
wifi: internet wifi broadband connection / internet wlan netz / internet connession wifi
phone_thing: smartphone =mobile =mobiles cellphone iphone android / handy smartphone iphone android / cellular smartphone telefonin iphone android
app: =app =apps / =app =apps / =app applicazion
bluetooth: bluetooth usb / bluetooth usb / bluetooth usb
camera: camera / kamera fotoapparat / fotocamer telecamer macchina_fotografic
video: video clip stream / video clip stream / video filmat
printer: printer =print_out / drucker ausdruck / stampant
screen_thing: =screen monitor display =tv television / bildschirm monitor display fernseh / scherm monitor display televis
headphones: headphone earphone speaker loudspeaker / kopfhorer lautsprecher / cuffi auricolar altoparlant
charger: charger charging_cable power_bank / ladegerat ladekabel powerbank / caricator caricabatteri
solar: solar / solar photovoltaik / solar fotovolta
timer: timer alarm remote_control / zeitschalt timer fernbedien / timer telecomand
robot: robot =ai artificial_intelligence chatbot =bot / roboter =ki chatbot =bot / robot intelligenza_artificial chatbot =bot
file: =file =files pdf document download / datei pdf herunterlad dokument / =file pdf scarica document
format: =format paper_size =a_four / format / format
social.instagram: instagram =insta / instagram =insta / instagram =insta
social.facebook: facebook / facebook / facebook
social.tiktok: tiktok tik_tok youtube / tiktok youtube / tiktok youtube
qr: =qr barcode / =qr strichcode / codice_a_barre =qr
money: =money =cash_back budget / =geld budget / denar soldi budget
currency: currency dollars pounds swiss_francs exchange_rate / wahrung dollar pfund wechselkurs franken / valut dollar sterlin cambio_valuta franchi
tip: =tip =tips gratuity / trinkgeld / mancia mance
donate: donation charity good_cause non_profit / spende wohltat guter_zweck gemeinnutz / donazion beneficenz solidal
credit: =credit =loan interest_rate / kredit zinsen / prestit interess_del
debt: debt overdue reminder_fee dunning / schulden mahnung mahngebuhr / sollecit mora
payment_failed: payment_failed declined charged_twice double_charge payment_problem / zahlung_fehlgeschlag abgelehnt doppelt_abgebucht zahlung_klappt / pagamento_fallit rifiutata_la_carta addebitato_due non_va_il_pagamento
price: price_list rate_card =menu_of_prices / preisliste preistafel / listino tariffar
price_match: price_match found_it_cheaper lowest_price / preisgarantie tiefpreis billiger_geseh / prezzo_piu_basso garanzia_del_prezzo
price_rise: price_increase more_expensive_than / preiserhohung teurer_geword / aumento_di_prezzo rincar
student_discount: student_discount students_pay / studentenrabatt / sconto_student
law: law legal_right consumer_right statutory rights / recht gesetz verbraucherrecht rechte / legge dirit consumator
licence: licence license permit permission / lizenz genehmigung erlaubnis / licenz permess autorizzaz
copyright: copyright trademark patent / urheberrecht markenrecht patent / diritto_d_autore copyright brevett
terms: terms_and_conditions small_print =terms conditions / agb geschaftsbeding kleingedruckt bedingung / termini_e_condizioni condizion clausol
contract: =contract minimum_term notice_period lock_in commitment / vertrag mindestlaufzeit kundigungsfrist vertragslauf bindung / contratt vincol durata_minim preavvis
consent: =consent =agree approval / einwilligung zustimm einverstand / consens accord autorizz
sign: signature sign_for / unterschrift / firmare
complaint_office: ombudsman consumer_protection dispute / schlichtung verbraucherschutz streit / conciliaz controversi
police: police theft / polizei anzeige / polizia denunci
liability: liable liability responsible responsibility / haftung haften verantwort / responsabil
data: privacy third_parties share_my / datenschutz dritte weitergabe / privacy terzi
photo_rights: use_my_photo photo_of_me publish_my / foto_von_mir mein_foto_veroffentlich / foto_di_me pubblicare_la_mia_foto
cctv: cctv surveillance / videouberwach kamerauberwach / videosorvegl
brand: +brand manufacturer maker / marke hersteller produzent / +marc marca marche produttor
model: +model version =edition / modell ausfuhrung variante / modell version variant
serial: serial_number item_number article_number / seriennummer artikelnummer / numero_di_serie codice_articol
colour: which_colours what_colours / welche_farben welchen_farben / quali_colori che_colori
quantity: =many =lots dozen a_hundred hundreds / dutzend hunderte / dozzin centinai
set_thing: +set +kit +bundle / =set =sets paket_mit bundle garnitur / =set kit serie_di completo_di confezion_da
sample: fabric_sample colour_sample wood_sample =swatches / stoffmuster farbmuster holzmuster probestuck / campione_di_tessut campioncin campion
catalogue: catalog brochure leaflet flyer / katalog broschure prospekt flyer / catalog brochur volantin
label: +label care_label washing_label =tag_on / etikett pflegeetikett waschetikett schildchen / etichett cartellin
stamp: +stamp / stempel briefmarke / timbr francoboll
certificate: certificate diploma attendance / zertifikat teilnahmebestatig urkunde / attestat diplom certificat
vacation: school_holidays half_term summer_break / schulferien sommerpause betriebsferien betriebsurlaub / vacanze_scolastic chiusura_estiv
holiday: bank_holidays public_holidays festive / feiertage feiertags / giorni_festivi festivit
lunch_break: lunch_break midday_break siesta / mittagspause / pausa_pranzo chiusi_a_pranzo
evening: after_work late_opening in_the_evening / nach_feierabend feierabend spatabends / dopo_il_lavoro dopo_lavoro di_sera
morning: first_thing early_in_the_morning / fruh_am_morgen ganz_fruh / di_prima_mattina mattina_presto
mothersday: mother_s_day mothers_day / muttertag / festa_della_mamma
valentine: valentine / valentin / san_valentino
carnival: carnival halloween / karneval fasching halloween / carneval halloween
birthday: birthday / geburtstag / compleann
wedding: =wedding =weddings / hochzeit trauung / matrimon nozze
anniversary: anniversary jubilee / jubilaum jahrestag hochzeitstag / anniversari
funeral: funeral / beerdigung trauer / funeral lutto
yesterday: yesterday last_week last_month / gestern letzte_woche letzten_monat / ieri settimana_scors mese_scors
book: appointment consultation slot_for / termin beratungstermin / appuntament
cancel_late: no_show not_show_up miss_my_appointment missed_my_appointment cancel_last_minute short_notice last_minute / nicht_erschein termin_verpass kurzfristig nicht_auftauch zu_spat_absag / non_mi_present mancata_presentazion all_ultimo_moment ultimo_minuto saltare_l_appuntament mancare_l
walk_in: without_appointment walk_in just_turn_up spontaneous / ohne_termin ohne_voranmeld spontan einfach_vorbei / senza_appuntament senza_prenot
waiting: waiting_time how_long_do_i_wait / wartezeit wie_lange_wart / tempi_di_attes quanto_si_aspett
reminder: reminder remind / erinnerung erinnern / promemori ricordar
emergency: emergency out_of_hours / notfall notdienst / emergenz urgenz
weather: bad_weather_cancel / witterung / maltempo
loud: noise loud_music / larm laut / rumor chiass
light_thing: daylight lighting / tageslicht licht / luce illuminaz
seat: +seat seating / sitzplatz platze / posti_a_sedere posto_a_sedere
donate: good_cause / guter_zweck / beneficenz
sustainable: carbon co_two footprint eco_friendly plastic_free climate_neutral green_company / co_zwei klimaneutral umweltfreundlich plastikfrei okologisch / impronta_ecologic plastic_free ecologic ecocompat neutral_climat
animal_welfare: animal_welfare free_range / tierwohl freiland / benessere_animal allevat_all_apert
child_labour: fair_wages working_conditions who_makes_your / arbeitsbedingung fair_bezahlt wer_naht / condizioni_di_lavor chi_cuce
origin: made_in where_is_it_made where_are_they_made country_of_origin produced_in / made_in wo_wird_es_hergestell wo_hergestellt herkunftsland / made_in dove_sono_fatt dove_vengono_prodott dove_producete paese_di_origin
`;

/** When, how often, where in the world, how much: as in `trade`. With a dot, it is one of what stands before it. */
export const time = `
day.monday: monday =mondays / montag / lunedi / lundi / =lunes / segunda_feira =segunda
day.tuesday: tuesday / dienstag / martedi / mardi / =martes / terca_feira =terca
day.wednesday: wednesday / mittwoch / mercoledi / mercredi / miercoles / quarta_feira =quarta
day.thursday: thursday / donnerstag / giovedi / jeudi / =jueves / quinta_feira =quinta
day.friday: friday / freitag / venerdi / vendredi / viernes / sexta_feira =sexta
day.saturday: saturday / samstag sonnabend / sabato / samedi / sabado / sabado
day.sunday: sunday / sonntag / domenic / dimanch / doming / doming
weekend: weekend / wochenende / weekend fine_settimana =festivi / week_end weekend / fin_de_semana / fim_de_semana
holiday: holiday bank_holiday public_holiday =holidays / feiertag / festivit giorni_festivi =festivo / jour_ferie jours_feries ferie / festivo =festivos feriado / feriado
christmas: christmas xmas / weihnacht / natal / noel / navidad navid / natal
newyear: new_year / silvester neujahr / capodanno / nouvel_an / ano_nuevo nochevieja / ano_novo reveillon
easter: easter / =ostern oster / pasqu / paque / pascua semana_santa / pascoa
vacation: vacation on_holiday time_off / urlaub ferien verreis / vacanz =ferie / vacances conges / vacaciones / ferias
month.january: january / januar janner / gennaio / janvier / enero / janeiro
month.february: february / februar / febbraio / fevrier / febrero / fevereiro
month.march: =march / =marz / =marzo / =mars / =marzo / =marco
month.april: april / april / aprile / avril / =abril / =abril
month.may: =in_may / =mai / =maggio / =mai / =mayo / =maio
month.june: =june / =juni / giugno / =juin / =junio / =junho
month.july: =july / =juli / luglio / juillet / =julio / =julho
month.august: =august / =august / agosto / =aout / agosto / agosto
month.september: september / september / settembre / septembre / septiembre / setembro
month.october: october / oktober / ottobre / octobre / octubre / outubro
month.november: november / november / novembre / novembre / noviembre / novembro
month.december: december / dezember / dicembre / decembre / diciembre / dezembro
season.spring: =spring =springtime / fruhling fruhjahr / primaver / printemps / primaver / primaver
season.summer: summer / sommer / =estate estiv / =ete / verano / verao
season.autumn: autumn / herbst / autunn / automne / otono / outono
season.winter: winter / winter / invern / hiver / inviern / invern
morning: morning / =morgens vormittag =fruhmorgens =am_morgen / mattin / matin / =manana =mananas por_la_manana / manha
noon: =noon midday lunchtime / mittag / mezzogiorno / midi / mediodia / meio_dia
afternoon: afternoon / nachmittag / pomerigg / apres_midi / =tarde =tardes / =tarde =tardes
evening: evening =tonight / =abend =abends abendlich =abenden / =sera serale =serali serata / =soir soiree / =noche =noches / =noite
night: =night =nights overnight nightly / =nacht =nachte nachts / =notte =notti nottur / =nuit =nuits / =noche =noches nocturn / =noite =noites
daily: =daily every_day each_day all_week seven_days / taglich jeden_tag =tags / ogni_giorno tutti_i_giorni quotidian / tous_les_jours quotidien chaque_jour / todos_los_dias cada_dia diari / todos_os_dias cada_dia diari
weekly: =weekly every_week each_week once_a_week / wochentlich jede_woche / settimanal ogni_settimana / hebdomadair chaque_semaine / semanal cada_semana / semanal cada_semana
monthly: =monthly every_month each_month once_a_month a_month per_month / monatlich jeden_monat im_monat / mensil ogni_mese al_mese / mensuel chaque_mois par_mois / mensual cada_mes al_mes / mensal cada_mes por_mes
yearly: yearly annual every_year each_year once_a_year =per_year / jahrlich jedes_jahr im_jahr pro_jahr / annual ogni_anno all_anno / annuel chaque_annee par_an / anual cada_ano al_ano / anual cada_ano por_ano
today: =today =now right_away immediately / =heute =sofort =gleich / =oggi =subito / aujourd_hui =maintenant / =hoy =ahora / =hoje =agora
tomorrow: =tomorrow / =morgen / =domani / =demain / =manana / amanha
weekday: weekday working_day business_day =workdays / werktag wochentag arbeitstag / feriali giorni_lavorativi giorno_lavorativo lavorativ /  / laborable dia_habil dias_habiles / dia_util dias_uteis
early: =early earlier =earliest in_advance ahead beforehand / =fruh fruher vorher =fruhest im_voraus vorab vorzeitig / =presto anticip in_anticipo prima_di / =tot a_l_avance avance / temprano antelacion con_anticipacion / cedo antecedencia
age: =age =aged =old how_old years_old young younger youngest =older minor under_age adult =adults / =alter =alt wie_alt =jung junger minderjahrig erwachsen =altersgrenze volljahrig / =eta che_eta giovan minorenn adult maggiorenn / =age =ages mineur adulte majeur / =edad menor adult mayor / =idade menor adult maior
weight: how_heavy =weight =weigh weighs heavy =kg kilo kilogram =gram =grams =load =carries =heaviest / gewicht =schwer =wiegt wieg =kg kilo kilogramm =gramm belastbar tragt tragkraft / =peso =pesa pesant =kg =chilo =chili chilogramm =grammi =grammo regge portata / =poids =pese lourd =kg kilo =grammes / =peso =pesa pesad =kg kilo gramo / =peso =pesa pesad =kg kilo grama quilo
length: how_wide how_tall how_high how_deep =length =cm centimet =metre =metres =meter =meters measure dimension =wide =width =tall =height =high =deep =depth =inches =mm millimet / =breit breite =hoch hohe =tief =tiefe =cm zentimet =meter =masse =mass abmess massen =mm millimet / lunghezz larghezz altezz profond =cm centimetr =metri =metro misur dimension =larg =alt =mm / longueur largeur hauteur profond =cm centimetr =metre =metres mesur dimension / longitud largo anch altur alto profund =cm centimetr =metro =metros medida dimension / compriment largur altur profund =cm centimetr =metro =metros medid dimens
distance: =distance kilomet =km =far =mile =miles / =entfern kilomet =km =weit strecke / distan chilometr =km lontan / distan kilometr =km =loin / distanci kilometr =km =lejos / distanci quilometr =km =longe
temperature: temperature =degree =degrees =celsius / temperatur =grad =celsius / temperatur =gradi =grado / temperatur =degre =degres / temperatur =grado =grados / temperatur =grau =graus
speed: =speed =fast =faster quick / =schnell geschwind =tempo / veloc =rapid / vitess rapid / velocid rapid / velocid rapid
country.italy: italy italian / italien / italia / itali / italia / italia
country.germany: german / deutsch / german tedesc / allemagn allemand / aleman / alemanh alemao alema
country.france: france french / frankreich franzos / franc / france franc / franci frances / franc
country.spain: spain spanish / spanien spanisch / spagn / espagn / espan / espanh
country.portugal: portug / portug / portog / portug / portug / portug
country.switzerland: switzerland swiss / schweiz / svizzer / suiss / suiz / suic
country.austria: austria / osterreich / austri / autrich / austri / austri
country.netherlands: netherland holland dutch / niederland holland / paesi_bassi oland / pays_bas holland / paises_bajos holand / paises_baixos holand
country.belgium: belgi / belgi / belgi / belgi / belgi / belgi
country.uk: united_kingdom =uk england britain great_britain scotland british / grossbritannien england vereinigtes_konigreich vereinigte_konigreich schottland / regno_unito inghilterra gran_bretagna / royaume_uni angleterre grande_bretagne / reino_unido inglaterra / reino_unido inglaterra
country.ireland: ireland irish / irland / irlanda / irland / irlanda / irlanda
country.poland: poland polish / polen polnisch / polon / pologn / poloni / poloni
country.denmark: denmark danish / danemark / danimarc / danemark / dinamarc / dinamarc
country.sweden: sweden swedish / schweden / svezi / suede / suecia / sueci
country.greece: greece greek / griechenland / greci / grece / greci / greci
country.czechia: czech / tschech / cec / tchequ / checa / checa
country.hungary: hungar / ungarn / ungheri / hongri / hungri / hungri
country.finland: finland finnish / finnland / finlandi / finland / finlandi / finlandi
country.luxembourg: luxemb / luxemb / lussemb / luxemb / luxemb / luxemb
country.croatia: croati / kroatien / croazi / croati / croaci / croaci
country.slovenia: sloveni / slowenien / sloveni / sloveni / esloveni / esloveni
country.norway: norway norweg / norweg / norvegi / norveg / noruega / noruega
country.iceland: iceland / island / islanda / islande / islandi / islandi
country.usa: united_states =usa =us =america / =usa amerika vereinigte_staaten / stati_uniti =usa america / etats_unis =usa ameriqu / estados_unidos =eeuu =usa / estados_unidos =eua
country.canada: canad / kanad / canad / canad / canad / canad
country.mexico: mexic / mexik / messic / mexiq / mexic mejico / mexic
country.brazil: brazil / brasil / brasil / bresil / brasil / brasil
country.japan: japan / japan / giappon / japon / japon / japa
country.china: =china chinese / =china chines / =cina cines / =chine chinois / =china =chino / =china chines
country.australia: australi / australien / australi / australi / australi / australi
country.india: =india indian / =indien indisch / =india indian / =inde / =india / =india
country.turkey: =turkey turkish / turkei turkisch / turchi / turqui / turqui / turqui
country.russia: russia / russland russisch / russia / russie russe / rusia / russia
country.singapore: singapor / singapur / singapor / singapour / singapur / singapur
country.mars: =mars / =mars / =marte /  / =marte / =marte
europe: europ european_union =eu / europ =eu / europ =ue unione_europea / europ =ue / europ =ue / europ =ue
outside: =outside =beyond =excluding / ausserhalb =ausser / fuori =tranne esclus / hors en_dehors / fuera / fora
city: city =town =towns cities / =stadt =stadte innenstadt / =citta / =ville =villes / ciudad / cidade
station: station =stop tram =metro underground subway =train =trains railway / bahnhof haltestelle =bahn =bus strassenbahn =zug u_bahn s_bahn / stazione fermata tram =treno metropolitana / =gare arret tram metro / estacion parada tranvia metro tren / estacao paragem metro comboio eletrico
bus: =bus =buses / =bus =busse / =autobus =bus / =bus autobus / autobus / autocarro onibus
airport: airport / flughafen / aeroport / aeroport / aeropuerto / aeroporto
park: parking =park =parked car_park / parkplatz =parken parkhaus =parkt parkplatze tiefgarage / parchegg posteggi / parking stationn parc_auto / aparcar aparcamiento estacionamiento / estacion
where: =located =location =directions =situated find_you get_there / standort =anfahrt =finden_sie =liegt =befindet / posizion raggiungere =trovar si_trova / situe =emplacement / ubicacion situad / localiz situad
`;

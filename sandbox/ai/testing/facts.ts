/** A fact, a question that it answers, and one beside it that nothing here answers. */
export type Pair = readonly [fact: string, asked: string, missed: string];

/** One pair a line, its parts between bars. */
const pairsOf = (lines: string): Pair[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' | ') as unknown as Pair);

export const english = pairsOf(`
  We ship to Italy, France and Germany within three days. | Do you ship to Italy? | Do you ship to Mars?
  Returns are free within thirty days of delivery. | Are returns free? | Are alterations free?
  The workshop is open from Monday to Friday, nine to six. | Is the workshop open on Friday? | Is the workshop open on Sunday?
  We accept Visa, Mastercard and PayPal. | Can I pay with PayPal? | Can I pay with bitcoin?
  Linen shirts are washed at thirty degrees. | How do I wash a linen shirt? | How do I iron a silk scarf?
  Gift cards are valid for two years. | How long is a gift card valid? | Can a gift card be exchanged for cash?
  The oak stool carries up to 120 kilograms. | How many kilograms does the oak stool carry? | How many kilograms does the glass shelf carry?
  Every chair has a warranty of five years. | What warranty does a chair have? | What warranty does a lamp have?
  Students get ten percent off with a valid card. | Is there a discount for students? | Is there a discount for pensioners?
  Orders can be cancelled until they leave the workshop. | Can I cancel my order? | Can I cancel my subscription?
  Repairs take two weeks and are made in our own workshop. | How long do repairs take? | How long does engraving take?
  Our candles are made of soy wax in Portugal. | Where are the candles made? | Where are the matches made?
  Dogs are welcome in our shop in Berlin. | May I bring my dog to the shop? | May I bring my horse to the shop?
  The blue jacket is in stock in sizes 38 to 46. | Is the blue jacket in stock? | Is the green raincoat in stock?
  Invoices are sent by email after the order. | When do I get my invoice? | Can I get a loan?
  Parcels above 80 euros are delivered free of charge. | Above how many euros is delivery free? | Is assembly free above 80 euros?
  Breakfast is served from seven to ten in the garden. | When is breakfast served? | When is dinner served?
  Parking is behind the house and costs five euros a day. | What does parking cost? | What does the sauna cost?
  Size exchanges are free of charge once per order. | Is a size exchange free? | Is gift wrapping free?
  All leather bags come with a dust bag made of cotton. | Do leather bags come with a dust bag? | Do leather bags come with a padlock?
  Our yoga classes last sixty minutes and mats are provided. | How long does a yoga class last? | How long does a massage last?
  The restaurant has a terrace with view of the lake. | Does the restaurant have a terrace? | Does the restaurant have a playground?
  Haircuts start at 35 euros, colouring at 60 euros. | How much is a haircut? | How much is a manicure?
  We roast our coffee every Tuesday in small batches. | When do you roast your coffee? | Do you sell tea bags?
  Rings can be resized free of charge in the first year. | Can a ring be resized? | Can a necklace be engraved?
  Check-in is from three in the afternoon, check-out until eleven. | When is check-in? | Is there an airport shuttle?
  Our soap contains olive oil and no palm oil. | Does your soap contain palm oil? | Does your shampoo contain silicone?
  Bulk orders over 50 pieces get a discount of 15 percent. | Is there a discount for bulk orders? | Is there a discount for teachers?
  The bicycle is delivered assembled; only the pedals must be mounted. | Is the bicycle delivered assembled? | Is the bicycle insured against theft?
  Newsletter subscribers hear of new collections first. | Who hears of new collections first? | Who is the founder of the company?
  Curtains are sewn to measure within four weeks. | How long does it take to sew curtains? | How long does it take to install blinds?
  The museum shop sells posters and postcards of the exhibition. | Can I buy postcards of the exhibition? | Can I rent an audio guide?
  Our honey comes from beehives in the Black Forest. | Where does your honey come from? | Where does your jam come from?
  Tickets can be exchanged until two hours before the show. | Until when can I exchange my tickets? | Is there a cloakroom?
  Knives are sharpened every Thursday for six euros each. | When do you sharpen knives? | Do you sharpen scissors?
  Wine tastings are held in the cellar for groups of eight or more. | Where are the wine tastings held? | Do you offer cooking lessons?
  Mattresses may be tried at home for a hundred nights. | How many nights may I try the mattress? | Will you take away my old sofa?
  Seeds should be kept dry and dark. | How should seeds be kept? | How deep should bulbs be planted?
`);

export const german = pairsOf(`
  Wir liefern nach Italien, Frankreich und Österreich in drei Tagen. | Liefern Sie nach Italien? | Liefern Sie nach Kanada?
  Rücksendungen sind innerhalb von dreißig Tagen kostenlos. | Ist die Rücksendung kostenlos? | Ist die Beratung kostenlos?
  Der Laden ist von Montag bis Freitag geöffnet. | Hat der Laden am Freitag geöffnet? | Hat der Laden am Sonntag geöffnet?
  Bezahlt werden kann mit Kreditkarte, PayPal oder auf Rechnung. | Kann ich mit PayPal bezahlen? | Kann ich mit Bitcoin bezahlen?
  Leinenkleider werden kalt gewaschen und an der Luft getrocknet. | Wie wasche ich ein Leinenkleid? | Wie wasche ich eine Daunenjacke?
  Gutscheine sind drei Jahre lang gültig. | Wie lange ist ein Gutschein gültig? | Kann man einen Gutschein auszahlen lassen?
  Der Hocker aus Eiche trägt bis zu 120 Kilogramm. | Wie viel Kilogramm trägt der Hocker? | Wie viel Kilogramm trägt das Regal?
  Auf jeden Stuhl gibt es fünf Jahre Garantie. | Wie viele Jahre Garantie hat ein Stuhl? | Wie viele Jahre Garantie hat eine Lampe?
  Für Studenten gibt es zehn Prozent Rabatt. | Gibt es Rabatt für Studenten? | Gibt es Rabatt für Rentner?
  Bestellungen können bis zum Versand storniert werden. | Kann ich meine Bestellung stornieren? | Kann ich mein Abonnement stornieren?
  Reparaturen dauern zwei Wochen und werden im Haus gemacht. | Wie lange dauert eine Reparatur? | Wie lange dauert eine Gravur?
  Unsere Kerzen werden in Portugal aus Sojawachs gegossen. | Wo werden die Kerzen gegossen? | Wo werden die Streichhölzer hergestellt?
  Hunde sind in unserem Laden willkommen. | Sind Hunde willkommen? | Sind Pferde willkommen?
  Die blaue Jacke ist in den Größen 38 bis 46 vorrätig. | Ist die blaue Jacke vorrätig? | Ist der grüne Regenmantel vorrätig?
  Die Rechnung kommt nach der Bestellung per E-Mail. | Wann kommt die Rechnung? | Wann kommt der Handwerker?
  Das Frühstück wird von sieben bis zehn Uhr im Garten serviert. | Wann wird das Frühstück serviert? | Wann wird das Abendessen serviert?
  Der Parkplatz hinter dem Haus kostet fünf Euro am Tag. | Was kostet der Parkplatz? | Was kostet die Sauna?
  Ein Umtausch der Größe ist einmal je Bestellung kostenlos. | Kann ich die Größe umtauschen? | Kann ich die Adresse ändern?
  Zu jeder Ledertasche gehört ein Staubbeutel aus Baumwolle. | Gehört zur Ledertasche ein Staubbeutel? | Gehört zur Ledertasche ein Vorhängeschloss?
  Kinder unter sechs Jahren essen bei uns umsonst. | Essen Kinder unter sechs Jahren umsonst? | Essen Senioren bei uns umsonst?
  Unsere Yogakurse dauern sechzig Minuten, Matten sind vorhanden. | Wie lange dauert ein Yogakurs? | Wie lange dauert eine Massage?
  Das Restaurant hat eine Terrasse mit Blick auf den See. | Hat das Restaurant eine Terrasse? | Hat das Restaurant einen Spielplatz?
  Haarschnitte kosten ab 35 Euro, Färben ab 60 Euro. | Was kostet ein Haarschnitt? | Was kostet eine Maniküre?
  Wir rösten unseren Kaffee jeden Dienstag. | Wann röstet ihr euren Kaffee? | Verkauft ihr auch Teebeutel?
  Ringe können im ersten Jahr kostenlos geändert werden. | Kann man einen Ring ändern lassen? | Kann man eine Kette gravieren lassen?
  Check-in ist ab fünfzehn Uhr, Check-out bis elf. | Ab wann ist der Check-in? | Gibt es einen Shuttle zum Flughafen?
  Unsere Seife enthält Olivenöl und kein Palmöl. | Enthält die Seife Palmöl? | Enthält das Shampoo Silikon?
  Ab 50 Stück gibt es einen Mengenrabatt von 15 Prozent. | Gibt es einen Mengenrabatt? | Gibt es einen Rabatt für Lehrer?
  Das Fahrrad wird montiert geliefert, nur die Pedale fehlen. | Wird das Fahrrad montiert geliefert? | Ist das Fahrrad gegen Diebstahl versichert?
  Wer den Newsletter abonniert, erfährt zuerst von neuen Kollektionen. | Wer erfährt zuerst von neuen Kollektionen? | Wer hat die Firma gegründet?
  Vorhänge werden innerhalb von vier Wochen nach Maß genäht. | Wie lange dauert es, Vorhänge zu nähen? | Wie lange dauert es, Jalousien zu montieren?
  Unser Honig stammt von Bienenstöcken im Schwarzwald. | Woher stammt der Honig? | Woher stammt die Marmelade?
  Messer werden jeden Donnerstag für sechs Euro geschliffen. | Wann werden Messer geschliffen? | Schleift ihr auch Scheren?
  Matratzen können hundert Nächte lang zu Hause getestet werden. | Kann ich die Matratze zu Hause testen? | Nehmt ihr mein altes Sofa mit?
  Die Weinprobe findet im Keller statt und dauert zwei Stunden. | Wo findet die Weinprobe statt? | Bietet ihr Kochkurse an?
  Saatgut soll trocken und dunkel gelagert werden. | Wie soll Saatgut gelagert werden? | Wie tief werden Zwiebeln gepflanzt?
  Eintrittskarten können bis zwei Stunden vor Beginn umgetauscht werden. | Kann ich die Eintrittskarten umtauschen? | Gibt es eine Garderobe?
  Das Armband besteht aus recyceltem Silber. | Woraus besteht das Armband? | Woraus besteht die Brosche?
`);

export const italian = pairsOf(`
  Spediamo in Italia, Francia e Germania in tre giorni. | Spedite in Francia? | Spedite in Giappone?
  Il reso è gratuito entro trenta giorni dalla consegna. | Il reso è gratuito? | La consulenza è gratuita?
  Il negozio è aperto dal lunedì al venerdì. | Il negozio è aperto il venerdì? | Il negozio è aperto la domenica?
  Si può pagare con carta di credito o PayPal. | Posso pagare con PayPal? | Posso pagare con bitcoin?
  Le camicie di lino si lavano a trenta gradi. | Come si lava una camicia di lino? | Come si stira una sciarpa di seta?
  I buoni regalo valgono due anni. | Quanto valgono i buoni regalo? | I buoni regalo si possono convertire in contanti?
  Lo sgabello di rovere regge fino a 120 chili. | Quanti chili regge lo sgabello? | Quanti chili regge la mensola?
  Ogni sedia ha una garanzia di cinque anni. | Quale garanzia ha una sedia? | Quale garanzia ha una lampada?
  Gli studenti hanno uno sconto del dieci per cento. | Avete uno sconto per studenti? | Avete uno sconto per pensionati?
  Gli ordini si possono annullare fino alla spedizione. | Posso annullare un ordine? | Posso annullare un abbonamento?
  Le riparazioni richiedono due settimane. | Quanto tempo richiedono le riparazioni? | Quanto tempo richiede una incisione?
  Le nostre candele sono fatte in Portogallo con cera di soia. | Dove sono fatte le candele? | Dove sono fatti i fiammiferi?
  I cani sono benvenuti nel nostro negozio. | I cani sono benvenuti? | I cavalli sono benvenuti?
  La giacca blu è disponibile nelle taglie da 38 a 46. | La giacca blu è disponibile? | L'impermeabile verde è disponibile?
  La fattura arriva per email dopo il pagamento. | Quando arriva la fattura? | Quando arriva il tecnico?
  La colazione è servita dalle sette alle dieci in giardino. | Quando è servita la colazione? | Quando è servita la cena?
  Il parcheggio dietro la casa costa cinque euro al giorno. | Quanto costa il parcheggio? | Quanto costa la sauna?
  Il cambio di taglia è gratuito una volta per ordine. | Il cambio di taglia è gratuito? | La confezione regalo è gratuita?
  Ogni borsa di pelle ha un sacchetto di cotone. | La borsa di pelle ha un sacchetto? | La borsa di pelle ha un lucchetto?
  I bambini sotto i sei anni mangiano gratis. | I bambini mangiano gratis? | Gli anziani mangiano gratis?
  Le lezioni di yoga durano sessanta minuti. | Quanto durano le lezioni di yoga? | Quanto dura un massaggio?
  Il ristorante ha una terrazza con vista sul lago. | Il ristorante ha una terrazza? | Il ristorante ha un parco giochi?
  Il taglio di capelli parte da 35 euro. | Quanto costa un taglio di capelli? | Quanto costa una manicure?
  Tostiamo il nostro caffè ogni martedì. | Quando tostate il caffè? | Vendete anche bustine di tè?
  Gli anelli si possono modificare gratis nel primo anno. | Si può modificare un anello? | Si può incidere una collana?
  Il check-in è dalle quindici, il check-out entro le undici. | Da che ora è il check-in? | C'è una navetta per l'aeroporto?
  Il nostro sapone contiene olio d'oliva e niente olio di palma. | Il sapone contiene olio di palma? | Lo shampoo contiene siliconi?
  Sopra i 50 pezzi c’è uno sconto del 15 per cento. | C’è uno sconto sopra i 50 pezzi? | C’è uno sconto per insegnanti?
  La bicicletta arriva montata, mancano solo i pedali. | La bicicletta arriva montata? | La bicicletta è assicurata contro il furto?
  Chi riceve la newsletter scopre per primo le nuove collezioni. | Chi scopre per primo le nuove collezioni? | Chi ha fondato la ditta?
  Le tende su misura sono pronte in quattro settimane. | Quando sono pronte le tende su misura? | Quando sono pronte le tapparelle?
  Il nostro miele viene da alveari della Foresta Nera. | Da dove viene il miele? | Da dove viene la marmellata?
  I coltelli si affilano ogni giovedì per sei euro. | Quanto costa affilare un coltello? | Affilate anche le forbici?
  Il materasso si può provare a casa per cento notti. | Posso provare il materasso a casa? | Ritirate il vecchio divano?
  La degustazione di vini si tiene in cantina. | Dove si tiene la degustazione? | Fate corsi di cucina?
  I semi vanno conservati al buio e all’asciutto. | Come vanno conservati i semi? | A quale profondità si piantano i bulbi?
  I biglietti si possono cambiare fino a due ore prima. | Posso cambiare i biglietti? | C’è un guardaroba?
  Il bracciale è fatto di argento riciclato. | Di che cosa è fatto il bracciale? | Di che cosa è fatta la spilla?
`);

/**
 * What is bought, paid, sent and looked after anywhere: one meaning a line, its words in English, German, Italian,
 * French, Spanish and Portuguese. A word is its beginning; with `=` it is the whole word, with `_` several.
 */
export const trade = `
send: ship deliver =send =sends =sending =sent =post =postage dispatch courier freight mailed carrier parcel package =packet =packets / versand versend verschick liefer gelief =sende =senden =sendet =gesendet sendung zustell zugestellt spedition verschickt porto =paket =pakete =paketen =paketes packchen paketdienst / spedi consegn inviar invio =invia inviat recapit corrier =pacco =pacchi pacchett / livrais livrer livrez livron livre expedi =envoi =envoyez envoyer envoye colissimo transporteur =colis =paquet =paquets / envio envia envie entreg manda reparto mensajer paquete =paquetes / envio envia envie entreg mandar remess transportadora encomenda pacote embrulho
price: =cost =costs =costing price prices pricing priced charge =fee =fees =rate =rates tariff =pay_for expensiv cheap =how_much affordab quote / preis gebuhr =kosten =kostet =koste =gekostet teuer =tarif =tarife gunstig billig berechn =kostenpunkt / prezz =costo =costa =costano =costi =costare =costava tariff =caro =cara economic / =prix =cout =coute =coutent =couter tarif =cher =chere =frais / precio =cuesta =cuestan =coste =costes =costar tarifa =caro =cara barat / preco =custa =custam =custo =custos custar tarifa =caro =cara barat
free: =free =complimentary no_charge without_charge free_of_charge no_cost costs_nothing =gratis / kostenlos kostenfrei =gratis umsonst unentgeltlich kostet_nichts ohne_aufpreis gebuhrenfrei / gratuit =gratis =omaggio senza_costi senza_spese / gratuit =gratis offert =offerte sans_frais / gratis gratuit sin_coste / gratis gratuit sem_custo
extra: =extra surcharge additional supplement =more_than =added / =extra aufpreis zuschlag zusatzlich aufschlag / =extra supplement aggiunt sovrapprezz / =extra supplement =plus_cher / =extra suplement recargo adicional / =extra suplement adicional acrescim
return: return send_back bring_back give_back take_back sent_back / ruckgab zuruckgeb zurucksend zuruckschick zuruckgeschickt zuruckgesend rucksend retour zuruckbring zurucknehm zuruckgenommen zuruckgegeben zuruck / =reso =resi restitu rispedi rimand =rendere riportar =resa restituzion / retour renvoy rendre =rendu / devol devuel retorn / devol retorn
refund: refund reimburs money_back =repaid pay_back / erstatt ruckerstatt geld_zuruck zuruckbezahl zuruckerstatt / rimbors =soldi_indietro restituiamo_tutto / rembours / reembols =devolver_dinero / reembols
exchange: exchang =swap =swapped replace =replacement convert / umtausch umgetauscht =tausch tauschen getausch ersetz austausch ausgetauscht umtauschen / cambi sostitu convert / echang remplac / cambi sustitu reemplaz / =troca trocar trocam substitu
pay: =pay =pays =paying =paid payment payable settle / bezahl =zahl =zahle =zahlen =zahlt zahlung gezahlt zahlbar zahlungs / =paga pagare =pago pagament pagate =paghi pagar pagato =pagano pagabil saldo / paie paiement payer payez pagamento =payable regler reglement / =pago =pagos pagar =pagan =paga pagament / =paga pagar pagamento =pago
card: credit_card =card =cards / kreditkart =karte =karten girocard ec_kart kartenzahl debitkart / =carta =carte carta_di_credito carte_di_credito bancomat / carte_de_credit =carte =cartes / tarjeta_de_credito tarjet / cartao_de_credito cartao cartoes
card.visa: =visa / =visa / =visa / =visa / =visa / =visa
card.master: mastercard / mastercard / mastercard / mastercard / mastercard / mastercard
card.amex: amex american_express / amex american_express / amex american_express / amex american_express / amex american_express / amex american_express
payway.paypal: paypal / paypal / paypal / paypal / paypal / paypal
payway.klarna: klarna / klarna / klarna / klarna / klarna / klarna
payway.apple: apple_pay / apple_pay / apple_pay / apple_pay / apple_pay / apple_pay
payway.google: google_pay / google_pay / google_pay / google_pay / google_pay / google_pay
payway.bitcoin: bitcoin crypto / bitcoin krypto / bitcoin cript / bitcoin crypto / bitcoin cript / bitcoin cript
payway.cash: =cash in_cash / =bar bargeld barzahl in_bar bares =barem / contant =denaro =soldi / especes =liquide =comptant / efectivo =metalico / dinheiro numerario
payway.transfer: bank_transfer wire_transfer =transfer =iban / uberweis =iban vorkasse lastschrift / bonific =iban / virement =iban / transferenc =iban / transferenc =iban
payway.cheque: cheque / scheck / assegn / =cheque / cheque / cheque
instalment: instal =in_parts monthly_payment financing / =raten ratenzahl teilzahl ratenkauf finanzier / =rate =rata ratei rateizz finanziament / mensualit plusieurs_fois financement / plazos cuotas financi / prestac parcelad financi
invoice: invoice =bill =billing on_account / rechnung faktura / fattur / factur / factur / fatura
receipt: receipt proof_of_purchase / kassenbon =beleg kaufbeleg quittung kassenzettel =bon / scontrin ricevut prova_d_acquisto / ticket_de_caisse =recu recepisse / recibo justificante / recibo talao comprovativo
tax: =vat =tax =taxes =duty =duties / mehrwertsteuer =steuer =steuern umsatzsteuer =mwst ust / =iva =tasse =imposte / =tva =taxe =taxes / =iva impuesto / =iva imposto
customs: customs import_dut / =zoll zollgeb verzoll zollabfert einfuhr / dogan dazi / douan / aduan / alfandeg
deposit: deposit down_payment prepay advance_payment prepaid / anzahl kaution pfand vorauszahl / acconto caparra cauzion deposito anticipo / acompte caution arrhes / fianza deposito senal anticipo / caucao deposito sinal adiantamento
discount: discount =off percent_off reduction reduced rebate =sale =sales price_cut cheaper bargain / rabatt nachlass ermassig prozente reduziert =sale =skonto vergunstig / scont riduzion ridott saldi / reduc remise rabais solde / descuent rebaja reducid / desconto saldos reduc
percent: percent per_cent =% / prozent / per_cento percent / pour_cent pourcent / por_cien porcent / por_cento percent
promotion: promo coupon =code =codes =deal =deals / aktion aktionscode =promo =code =codes coupon / promo codice coupon / promo =code =codes coupon / promo codigo cupon / promo codigo cupom cupao
voucher: voucher gift_card giftcard gift_certificate gift_cards / gutschein geschenkkarte / =buono =buoni buono_regalo buoni_regalo voucher / bon_cadeau bons_cadeaux carte_cadeau cheque_cadeau / vale_regalo =vale =vales tarjeta_regalo bono / vale_presente =vale =vales cartao_presente
gift: =gift =gifts present gifting =giving / geschenk verschenk schenken =geschenkt schenkt / regal =dono =doni omaggi / cadeau offrir / regal obsequi / presente prenda
giftwrap: gift_wrap giftwrap =wrap =wrapped wrapping gift_box / geschenkverpack einpack verpacken_als_geschenk geschenkpapier geschenkbox / confezione_regalo incart =pacchetto_regalo carta_regalo / emballage_cadeau papier_cadeau / envolver envoltori papel_de_regalo / embrulhar papel_de_embrulho
packaging: packag =packed =packing carton / verpack karton umverpack / imballag confezion imballat scatol =scatola / emball carton / embalaj empaquet =caja / embalag =caixa
message: =message =note greeting_card =dedication / botschaft nachricht gruss grusskarte widmung =nachrichten / messagg biglietto =dedica / message mot_manuscrit =carte_de_voeux / mensaj dedicatoria / mensag dedicatoria
order: order =orders ordered =purchase =purchases purchased / bestell bestellung auftrag =geordert / ordin ordine acquist / command / pedido encarg pedir / pedido encomend
cancel: cancel =withdraw revoke call_off called_off terminate =termination unsubscribe end_my / stornier storno absag abbestell =kundigen kundig gekundigt kundigung widerruf widerrufen abgesagt / annull disd recess recedere cancell / annul resili retract / cancel anular anula baja rescind / cancel anular anula rescind desist
change: =change =changes changed changing modify alter alterat adjust =amend =edit / ander geandert anderung anpass umander abander geanderte / modific cambiare_idea cambiare variar / modif changer changement / modific cambiar / modific alter mudar
address: address =addresses / adress anschrift / indirizz / adresse / direccion domicilio / endereco morada
track: track follow_it tracking / verfolg sendungsnummer sendungsverf nachverfolg / tracci seguire_il segui_il / suivi suivre / seguimient rastre / rastre acompanhar_a
pickup: pick_up pickup collect collection_point click_and_collect picked_up =fetch / abhol selbstabhol abgeholt =hole =holen =holt / ritir prelev / retrait retirer chercher_en / recog recoj retirar / levantar recolh retirar
missed: not_home not_at_home nobody_is_at_home nobody_home =absent =away not_in_when / nicht_zu_hause nicht_da nicht_daheim niemand_da =abwesend / non_in_casa non_sono_in_casa non_c_e_nessuno assent / absent / ausente no_estoy_en_casa / ausente nao_estou_em_casa
express: express =overnight next_day same_day =faster =rush / express eilversand eilig =overnight schneller / espress urgente =rapid veloce / express / expres urgente / expres urgente
late: =late delay =overdue delayed later_than =lateness / verspat =zu_spat verzoger spater / ritard in_ritardo tardi / retard / retras tarde atras / atras tarde
worldwide: worldwide international abroad overseas foreign all_over_the_world / weltweit international ausland im_ausland / in_tutto_il_mondo internazional estero all_estero / monde_entier international etranger / todo_el_mundo internacional extranjero / todo_o_mundo internacional estrangeiro
island: =island =islands / =insel =inseln / =isola =isole / =ile =iles / =isla =islas / =ilha =ilhas
limit: minimum =least at_least at_most maximum =limit =max =min =up_to no_more_than =limits / mindest minimum hochstens maximal =maximum =limit =bis_zu =hochst obergrenze / minimo =almeno al_massimo massimo limite / minimum =moins maximum limite =plafond / minimo maximo limite al_menos / minimo maximo limite pelo_menos
quantity: quantity bulk =pieces =units volume =piece / menge =stuck =stuckzahl mengen =anzahl / quantita =pezzi =pezzo / quantite =pieces =unites / cantidad unidades piezas / quantidade unidades pecas
stock: stock availab sold_out back_in in_store / vorrat vorratig verfugbar lieferbar lager auf_lager ausverkauft / dispon esaurit magazzino scort / =stock dispon epuis rupture / existencias dispon agotad =stock / =stock dispon esgotad
warranty: warrant guarant =covered =cover =covers / garant gewahrleist / garanzi =coperto / garant / garant / garant
defect: broken damag =faulty defect =fault =faults =break =breaks =broke cracked torn =fails =damaged =crack =scratched scratch =issue malfunction / kaputt beschadig defekt schaden mangel =riss gerissen zerbroch bruch kratzer mangelhaft fehler / rott danneg difett danni guast =danno graffi =crepa rompe rompersi =si_rompe / casse abim endommag defaut defect =panne raye / roto rota danad defect =averia rompe aranaz / quebrad danificad defeit avaria estragad partid
wrong: =wrong mistaken incorrect =not_what / falsch verkehrt =irrtum / sbagliat errat =errore / =mauvais errone tromp / equivocad =error incorrect / errad =erro engan
missing: missing incomplete =lacks =lost / fehl unvollstandig verloren / mancan =manca incomplet pers =perso / manqu incomplet perdu / falta perdid / falta perdid
complaint: complain claim =complaints dissatisf unhappy / beschwer reklam unzufrieden beanstand / reclam lament insoddisf / reclam plaint insatisf / reclam queja insatisf / reclam queixa insatisf
repair: repair mend mended =fix =fixed =fixing restore restoration refurbish / repar reparatur instand ausbesser flick restaur / ripar restaur aggiust =aggiusti / repar restaur / repar arregl restaur / repar arranj consert restaur
service: servicing inspection maintain maintenance overhaul =tuneup serviced =servicing / inspektion wartung gewartet warten instandhalt uberhol / manutenzion revision tagliando / entretien maintenance revision / mantenimient revision / manutenc revis
spare: spare_part spare_parts =spares spare / ersatzteil / ricambi pezzo_di_ricambio / piece_de_rechange pieces_de_rechange rechange / repuesto recambio / pecas_de_substituicao sobressel
shop: =shop =shops =store =stores showroom =outlet =branch =branches boutique / laden =geschaft filial =geschafte showroom =laden boutique =shop / negozi bottega showroom punto_vendita =sede =sedi boutique / boutiqu magasin showroom / tienda local =boutique sucursal / =loja =lojas boutique
online: online website web_shop =web =site webshop internet / online webseite internet webshop homepage onlineshop website / online =sito internet =web / en_ligne =site internet =web / en_linea online pagina_web =web internet / online =site internet
open: =open opens opening =hours =closed =closes =close closing =shut / offnung geoffn =offen =offnet =offnen schliess geschlossen =schliesst zuhaben =zu_haben ladenschluss =auf_haben =uhrzeiten / apert =apre aprite =aprono =aprire chius chiud orari =orario / ouvert ouvr ferme fermet horaire / =abre =abren =abris abiert cerrad cierr horario abrir cerrar / abert fecha horario =abre =abrem abrir fechar encerr
enter: =enter entrance =admission =entry =access / eingang eintritt zutritt =einlass zugang / ingress entrar entrat access / entree acces / entrada acceso / entrada acesso
book: booking =book =booked =bookings reserv appointment =slot =slots / reserv buch gebucht buchung termin vereinbar voranmeld / prenot appuntament riserv / reserv rendez / reserv =cita =citas cita_previa / reserv marcac agendar marcar
register: register sign_up registration enrol enroll =signup join / anmeld registrier einschreib angemeldet / iscri registr / inscri enregistr / inscri registr apunt / inscri regist
account: =account =accounts profile =login log_in / =konto =kundenkonto =konten nutzerkonto profil anmeldeseite login / =account profil =conto conto_cliente / =compte profil / =cuenta =cuentas perfil / =conta =contas perfil
password: password / passwort kennwort / password parola_d_ordine / mot_de_passe / contrasen / palavra_passe senha
delete: delete erase =erasure =remove_my / losch geloscht / elimin / supprim effac / borr elimin suprim / apag elimin
data: =data privacy personal_data gdpr =personal / =daten datenschutz dsgvo personenbezogen / =dati privacy gdpr / donnees confidentialit rgpd / =datos privacidad / =dados privacidade
cookie: cookie / cookie / cookie / cookie / cookie / cookie
newsletter: newsletter mailing_list / newsletter / newsletter / newsletter infolettre / boletin newsletter / newsletter boletim
points: =points loyalty reward bonus =member members membership club / =punkte punkten punktestand treue bonus mitglied kundenkarte =praemien pramie / =punti fedelta premi =tessera =soci =socio iscritti_al club / =points fidelite membre club / =puntos fidelidad socio miembro club / =pontos fidelidade membro socio clube
refer: refer_a recommend_a =referral =invite =friend_who / werb geworben empfehl / invitar_un presenta_un =invita / parrain / recomendar_a invitar / convidar indicar
expire: expire expiry =valid validity run_out lapse =lapses good_for / gultig verfall gilt =gelten ablauf ablaufen haltbar_bis / valid scad =vale =valgono scadenz / valable valid expir / valid caduc venc / valid expir venc =vale
combine: combin =together stack / kombin zusammen kombinier / combin cumul insieme / combin cumul / combin acumul / combin acumul
subscription: subscri =plan recurring / abonnement =abo =abos abonnier =abonnent / abbonament sottoscri / abonnement / suscrip abono / assinatur subscri
contract: contract =agreement terms_and / vertrag =vertrage vertrags =agb laufzeit / contratt / contrat / contrat / contrat
insurance: insur =insured / versicher / assicur / assur / segur asegur / segur
wholesale: wholesale reseller resale trade_customer retailer stockist =trade =b2b / grosshand handler wiederverkauf gewerbekund haendl gewerblich =b2b / ingross rivendit grossist =b2b / grossiste revendeur =pro =gros / mayorist distribuidor revend / grossist revendedor atacado
company: company =firm business =businesses corporate =companies office / =firma =firmen unternehmen geschaftskund betrieb =buro =buros / aziend =ditta =ditte impres =ufficio =uffici societa / entreprise societe bureau =firme / empresa oficina / empresa escritorio
customer: customer =client =clients shopper / =kunde =kunden kundin / client / client / client / client
contact: contact reach_you get_in_touch get_hold / kontakt erreich / contatt =raggiung / contact joindre / contact / contact
phone: =phone =call =calls telephone =ring =ringing phone_number hotline / telefon anruf =rufnummer hotline =tel / telefon chiamar =tel chiamat / telephon appeler =tel / telefon llamar / telefon ligar
mail: email e_mail =mail =mails =emails / =mail =mails email e_mail / =mail email e_mail posta_elettronica / =mail email e_mail courriel / correo email / correio email e_mail
whatsapp: whatsapp / whatsapp / whatsapp / whatsapp / whatsapp / whatsapp
answer: =reply =respond =response answer / antwort =ruckmeld / rispon rispost / repon / respond respuest / respond respost
staff: =staff employee team =colleague assistant =hiring =hire =job =jobs vacanc career recruit apprentice intern internship / mitarbeiter personal stelle =stellen =job =jobs ausbild karriere bewerb praktik =team / personale lavorare =lavoro dipendent assum candidat tirocin stage / personnel embauch emploi recrut stage poste employe / empleo personal trabajar emplead plantilla practicas / emprego pessoal funcionari trabalhar estagio
owner: owner founder =founded =owns =founder / inhaber grunder gegrundet / titolar fondat proprietar / fondat proprietair fondee / dueno fundad propietari / dono fundad proprietari
included: included include includes including part_of comes_with come_with =provided / enthalten inbegriffen inklusive inbegriff =dabei umfasst gehort_zu gehort_dazu mitgelief / compres inclus / compris inclus / incluid / incluid
`;

/** Towns that people name when they ask about a country: a name for it, its country, its spellings. */
export const towns = `
london uk london londra londres
manchester uk manchester
edinburgh uk edinburgh edinburg edimburgo
berlin germany berlin berlino berlim
hamburg germany hamburg amburgo
munich germany munich munchen monaco
cologne germany cologne koln colonia
frankfurt germany frankfurt francoforte
stuttgart germany stuttgart stoccarda
leipzig germany leipzig lipsia
dresden germany dresden
bremen germany bremen
hanover germany hanover hannover
dusseldorf germany dusseldorf
vienna austria vienna wien
graz austria graz
salzburg austria salzburg salisburgo
innsbruck austria innsbruck
zurich switzerland zurich zurigo
geneva switzerland geneva genf ginevra geneve
basel switzerland basel basilea
bern switzerland bern berna
lugano switzerland lugano
lausanne switzerland lausanne losanna
paris france paris parigi
lyon france lyon lione
marseille france marseille marsiglia
nizza france nizza
bordeaux france bordeaux
strasbourg france strasbourg strassburg strasburgo
madrid spain madrid
barcelona spain barcelona barcellona
valencia spain valencia
seville spain seville sevilla siviglia
lisbon portugal lisbon lissabon lisbona lisboa
porto portugal porto
rome italy rome rom roma
milan italy milan mailand milano
naples italy naples neapel napoli
florence italy florence florenz firenze
turin italy turin torino
bologna italy bologna
venice italy venice venedig venezia
verona italy verona
genoa italy genoa genua genova
palermo italy palermo
brussels belgium brussels brussel bruxelles
antwerp belgium antwerp antwerpen anversa
ghent belgium ghent
bruges belgium bruges
amsterdam netherlands amsterdam
rotterdam netherlands rotterdam
utrecht netherlands utrecht
eindhoven netherlands eindhoven
copenhagen denmark copenhagen kopenhagen copenaghen
stockholm sweden stockholm stoccolma
oslo norway oslo
warsaw poland warsaw warschau varsavia
krakow poland krakow krakau cracovia
prague czechia prague prag praga
budapest hungary budapest
athens greece athens athen atene
dublin ireland dublin dublino
boston usa boston
chicago usa chicago
miami usa miami
tokyo japan tokyo tokio
toronto canada toronto
vancouver canada vancouver
sydney australia sydney
melbourne australia melbourne
helsinki finland helsinki
zagreb croatia zagreb zagabria
istanbul turkey istanbul
`;

/** Words that say nothing of what is asked for, in the three languages of the shipped set. */
const empty = new Set(
  [
    'about also already and any are can come could does doing for from get give has have her here how into',
    'its just know like make many more most much need not now off one only our out over please say she some',
    'still take tell than that the their them then there these they thing things this time two use very want was way',
    'well were what when where which while who will with would you your',
    'aber alle als auch auf aus bei bekommen bin bis das dass dein dem den denn der des die dies doch dort du ein',
    'eine einem einen einer er es euch eure euer für geht gibt habe haben hat hier ich ihr ihre im in ist ja kann',
    'kein keine können man mehr mein meine meinem meinen meiner mich mir mit nach nicht noch nur oder schon sein',
    'sich sie sind so und uns unser unsere viel von vor was weil welche wenn wer werden wie wir wird wo zu zum zur',
    'alla alle anche avete che chi come con così cosa cui dal dalla dei del della delle dello di dove due e entro',
    'essere fare fate gli ho il in la le lo loro ma mi mia mio molto nel nella nelle noi non nostro nostra o ogni per',
    'però più posso può potete quale quali quando quanto quante quanti questo qui se senza si solo sono su sul sulla',
    'tra tutti tutto un una uno vi voi vostri vostro vostra vorrei',
  ].flatMap((line) => line.split(' ')),
);

/** The words of a text that carry what it is about, without case; two texts are near when they share some. */
export const contentWordsOf = (text: string): ReadonlySet<string> =>
  new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).filter((word) => !empty.has(word)));

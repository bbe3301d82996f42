/**
 * What passwords of ten and more characters are made of when nobody thinks about it: these, with figures and marks
 * around them, or several times over. Gathered from what leaked lists have in common.
 */
const words = `
  password passwort passw passwd pass passwords passphrase mypassword yourpassword newpassword oldpassword contrasena
  contraseña motdepasse wachtwoord parola haslo heslo senha sifre salasana losenord adgangskode kennwort jelszo lozinka
  secret topsecret geheim secreto segreto letmein letmeinnow letmeinplease openup opensesame sesame access accessdenied
  login signin welcome welcomehome welcomeback willkommen bienvenue benvenuto bienvenido admin administrator
  administrador root superuser user username guest test testing tester testtest testuser testpassword demo default
  changeme changemenow changethis changeit change temp temporary temppass example sample qwerty qwertz azerty qwert
  qwertyui qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjk asdfghjkl asdfasdf zxcvbn zxcvbnm yxcvbnm qweasd
  qweasdzxc qazwsx qazwsxedc wsxedc qazxsw poiuy poiuytrewq lkjhgfdsa mnbvcxz qweqwe asdasd zxczxc qwerasdf
  qwerasdfzxcv qweasdqwe zaqwsx zaqxsw abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcabc aabbcc xyz
  iloveyou iloveu ilovemyself ilovemymom ilovemom ilovegod ilovejesus iloveyousomuch iloveyoubaby loveyou loveme
  lovely lover lovers love mylove truelove forever foreverlove always teamo teamomucho tequiero jetaime ichliebedich
  tiamo amor amore amour liebe cinta sayang sunshine sunflower sunset sunrise moonlight moonshine starlight stars
  rainbow butterfly flower flowers blossom princess prince princesa prinzessin queen king angel angels angelito baby
  babygirl babyboy babylove babyface sweetheart sweety sweetie sweet honey honeybee sugar candy cupcake chocolate
  cookie cookies cookiemonster cheese pizza banana apple apples orange strawberry blueberry cherry peaches pumpkin
  pineapple watermelon peanut peanutbutter pepper ginger coffee chicken hamburger spaghetti monkey monkeys donkey
  dragon dragons dragonball dragonfly tiger tigers lion lions eagle eagles falcon falcons phoenix panther panthers
  wolf wolves bear bears teddybear horse horses pony unicorn unicorns dolphin dolphins shark sharks turtle rabbit
  bunny kitty kitten kittycat hellokitty cat cats dog dogs doggy puppy puppies puppylove snoopy scooby scoobydoo
  garfield mickey mickeymouse minnie donald donaldduck goofy bambi tinkerbell cinderella pikachu pokemon pokemongo
  naruto sasuke goku vegeta sonic mario luigi zelda minecraft roblox fortnite warcraft worldofwarcraft starcraft
  counterstrike callofduty leagueoflegends playstation nintendo xbox gamer gameover starwars startrek skywalker
  lukeskywalker darthvader yoda matrix neo trinity batman superman supergirl spiderman ironman wolverine hulk
  superhero captain america avengers harrypotter hogwarts gandalf frodo hobbit lordoftherings gameofthrones
  winteriscoming football futbol fussball soccer baseball basketball hockey icehockey tennis golf rugby cricket
  volleyball softball swimming skateboard snowboard liverpool liverpoolfc chelsea chelseafc arsenal arsenalfc
  manchester manchesterunited manunited manutd mancity barcelona fcbarcelona barca realmadrid madrid juventus milan
  acmilan internazionale inter napoli roma bayern bayernmunchen borussia dortmund schalke benfica sporting porto
  flamengo corinthians palmeiras saopaulo galatasaray fenerbahce besiktas rangers celtic celticfc lakers celtics
  bulls chicagobulls yankees redsox cowboys dallascowboys steelers packers patriots raiders broncos giants dodgers
  ronaldo cristiano cristianoronaldo messi lionelmessi neymar beckham maradona zidane michael michaeljordan jordan
  kobe kobebryant lebron michelle jennifer jessica jessie ashley amanda nicole stephanie elizabeth samantha melissa
  rebecca rachel hannah sarah laura maria mariana natalie natasha veronica victoria alexandra alexander alexandre
  alejandro andrea andreas andrew anthony antonio benjamin brandon charles charlie charlotte christian christine
  christopher cristina daniel daniela danielle david dennis diego dominic dominik eduardo emily emma fernando
  florian francesco francisco franklin frederic gabriel gabriela george giovanni giuseppe gonzalez guillaume
  hernandez isabella isabelle jackson jacqueline james jasmine jason jeremy joseph joshua juliana justin katherine
  kimberly kristina lauren leonardo leticia lorenzo louise lucas madison marcel marina martin martina martinez
  matthew matthias maximilian miguel mohamed mohammed muhammad nathalie nathan nicholas nicolas oliver olivia
  patricia patrick paulina pedro peter philip rafael raphael ricardo richard robert roberto rodriguez samuel sandra
  sebastian sergio sophie stefan stefanie stephen steven susanne thomas tiffany valentin valentina vanessa vincent
  virginia william winston yolanda jesus jesuschrist jesuslovesme jesusislord jesusisking jesus christ christus
  godisgood godislove godbless blessed blessing faith hope heaven paradise hallelujah allah bismillah inshallah
  alhamdulillah ganesha krishna shiva omnamahshivaya sairam computer computers laptop internet google googlegoogle
  gmail facebook instagram whatsapp twitter youtube linkedin myspace microsoft windows macintosh samsung samsunggalaxy
  android iphone nokia motorola sony dell thinkpad network server system database oracle mysql postgres postgresql
  wordpress linux ubuntu debian docker kubernetes jenkins gitlab github raspberry cisco router wireless wifi
  master masterkey mastermind shadow ninja samurai pirate pirates warrior warriors soldier ranger hunter killer
  assassin sniper hacker mustang ferrari lamborghini porsche mercedes mercedesbenz bmw audi volkswagen toyota honda
  corvette camaro chevrolet harley harleydavidson yamaha kawasaki suzuki ducati london paris berlin newyork
  losangeles california texas florida chicago boston toronto canada australia sydney melbourne england scotland
  ireland germany deutschland france espana italia portugal brasil brazil mexico argentina colombia turkiye istanbul
  russia moscow ukraine polska poland india pakistan indonesia indonesiaku philippines pilipinas malaysia singapore
  thailand vietnam japan tokyo korea china beijing january february march april june july august september october
  november december januar februar monday tuesday wednesday thursday friday saturday sunday sommer winter spring
  summer autumn summertime wintertime holiday holidays christmas merrychristmas happynewyear birthday happybirthday
  halloween valentine happy happyday happiness happiest smile smiley smiling peace peaceful freedom liberty destiny
  dreams dreamer dreaming believe beautiful beauty gorgeous handsome perfect awesome amazing wonderful fantastic
  fabulous excellent incredible success successful winner winning victory lucky luckyone money moneymoney millionaire
  billionaire dollar dollars bitcoin business company office family familia myfamily mother mommy mamamia father daddy
  daddysgirl brother sister sisters bestfriend bestfriends friends friendship friend boyfriend girlfriend husband
  wife together marriage wedding married children child grandma grandpa nothing something anything everything
  whatever whoknows whocares idontknow idontcare dontforget remember forgot forgotten trustno trustme trustnoone
  nobody somebody everybody fuckyou fuckoff fuckit fuckme fuck asshole bitch bullshit shit motherfucker sexy sexygirl
  sexybitch hotstuff playboy blackjack poker casino vegas lasvegas jackpot music musica musiclover guitar piano
  rocknroll heavymetal metallica ironmaiden nirvana slipknot greenday linkinpark blink evanescence coldplay radiohead
  pinkfloyd ledzeppelin beatles thebeatles rollingstones eminem tupac hiphop rapper beyonce rihanna shakira madonna
  michaeljackson justinbieber onedirection taylorswift blackpink bangtan purple yellow green blue black white silver
  golden diamond diamonds crystal platinum emerald sapphire thunder lightning storm hurricane tornado tsunami volcano
  mountain mountains river ocean island beach forest garden nature spirit magic magical wizard merlin mystery power
  powerful energy nuclear rocket galaxy universe cosmos saturn jupiter mercury apollo hercules zeus athena poseidon
  stoa inbox cristo
  12 21 123 321 1234 4321 12345 54321 123456 654321 1234567 7654321 12345678 87654321 123456789 987654321 1234567890
  0123456789 9876543210 0987654321 112233 11223344 1122334455 121212 131313 123123 12341234 147258369 159357 159753
  741852963 789456123 963852741 246810 1357924680 2468013579 31415926535 3141592653 5201314 1q2w3e 1q2w3e4r 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq12wsx q1w2e3r4 q1w2e3r4t5 qwe123 asd123 a1b2c3 a1b2c3d4 a1b2c3d4e5
  abc123 abc123abc admin123 pass123 test123 love123 p4ssw0rd`;

export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));

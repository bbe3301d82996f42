/**
 * Which meanings go with which. `kinds`: what stands behind is one of what stands before, in one more step than a dot
 * says it. `akin`: whoever asks for the first is also told by what speaks of one of the others.
 */
export const kinds = `
food: fruit nut meat fish egg bread cake meal vegetable drink buffet takeaway menu_thing breakfast_thing portion
meal: food buffet
friend: family partner colleague neighbour
person: child baby group adult student senior tourist customer staff friend family
child: baby teen family.son family.daughter family.grandchild family
flower: plant leaf root pot
plant: flower leaf
cloth: bag belt jewellery accessory uniform button hem zip
accessory: bag belt jewellery umbrella wallet watch
furniture: bedding drawer garden_furniture
bedding: towel
tableware: plate cup cutlery bowl jug tray vase
kitchen_things: pan knife plate cup cutlery bowl jug tray teapot board oven
household_machine: dishwasher washing_machine dryer fridge vacuum oven
machine: dishwasher washing_machine dryer fridge vacuum grinder oven printer
electric: battery charger cable plug motor
pay: payway card instalment invoice
holiday: christmas easter newyear mothersday valentine carnival
event: wedding birthday anniversary funeral christmas tour course
gift: voucher giftwrap event
weather: frost
month: season
season: month
europe: country
worldwide: country europe
contact: phone mail whatsapp social
social: online
data: cookie newsletter privacy consent
defect: hole crease spoiled plant_dies pilling
body: examine skin_care hair_care
skin_care: body.skin body.face
hair_care: body.hair wash_hair
glasses: lens glasses_frame vision coating
material: organic linen_blend fibre weave
health: pregnancy illness pain injury medicine allergy asthma
`;

export const akin = `
price: free included extra discount tip tax deposit
free: price included extra donate
extra: free included price
included: free extra price set_thing
pay: price deposit payment_failed
card: pay
payway: pay
instalment: credit
invoice: tax receipt company
receipt: invoice
credit: instalment
tip: price
care: wash clean dry iron descale polish treat protect bleach water_act detergent
clean: wash care dirty soap polish detergent
wash: clean washing_machine care detergent stain spin
dry: dryer wash hang
crease: iron
detergent: wash
dirty: clean
treat: care finish polish
polish: finish care
paint: finish colour
finish: treat care paint
durable: warranty quality wash
quality: durable make
defect: wrong breakdown repair warranty complaint missing
wrong: exchange defect complaint
missing: complaint spare
complaint: defect wrong
refund: return cancel
return: refund exchange
exchange: return
expire: store_keep
store_keep: cool expire
fresh: store_keep expire roast bake
spoiled: store_keep expire
cool: fridge
send: worldwide
worldwide: send
pickup: shop
track: notify
notify: mail phone track
missed: neighbour post_office
packaging: recycle
express: today
late: promise_time
repair: service replace sew spare
service: repair
adjust: service fit repair
spare: repair
warranty: repair
contact: phone mail whatsapp answer
phone: contact
mail: contact
answer: contact
ask: contact
gift: voucher
giftwrap: gift packaging
voucher: gift
message: giftwrap gift
discount: percent promotion student_discount price_match wholesale quantity
student_discount: discount
promotion: discount
points: discount
refer: friend points
subscription: contract renew pause
contract: cancel limit subscription
pause: cancel
renew: expire
begin: open
open: lunch_break begin evening
lunch_break: open noon
holiday: open vacation
vacation: open holiday
weekend: day
book: walk_in register places
walk_in: book
places: book waiting
register: book account
waiting: places late
cancel: pause cancel_late return moveplace
cancel_late: cancel late
moveplace: change cancel book
change: moveplace
child: age baby children_size
age: child adult
baby: child
children_size: child size
size: fit measure length
fit: size
measure: size length
length: measure size
weight: hold_bear
hold_bear: weight
try: return sample examine
sample: try
custom: measure engrave
engrave: custom company
origin: make local country
local: origin
organic: certificate natural sustainable
certificate: organic
natural: organic
sustainable: recycle organic
recycle: sustainable remove_old
remove_old: recycle tradein
tradein: used remove_old
used: tradein
sell_to_you: tradein
install: custom attach_wall tool
attach_wall: install screw
instruction: install explain
explain: course instruction advise
advise: contact examine
course: train expert
train: course
staff: person
stylist: staff
allergy: irritation gluten lactose ingredient
irritation: allergy skin_care
ingredient: allergy material
vegan: animal_testing
safe: certificate irritation
pregnancy: health
disabled: stairs lift
terrace: outside balcony garden
garden: terrace
cafe: food drink
toilet: disabled
park: car
car: park
bicycle_park: bicycle
where: address city station park
address: where
station: bus tram metro where
bus: station
loud: music
photo: photograph
data: delete
delete: data account
password: account
account: password register
quantity: limit
limit: quantity person price
company: invoice wholesale
stock: notify order
water_act: plant drink.water
plant_dies: warranty
prune: cut season
fertilise: soil care
soil: fertilise
grow: length height
haircut: cut body.hair
dye_hair: body.hair dye
dye: colour
colour: dye
shave: haircut
examine: vision hearing measure try
vision: examine lens
prescribe: vision
custom_made: custom
tool: screw hammer
allow: safe
leave_at: bring repair
smell: taste_act
speed: duration
`;

/** Of these, several things that go together are one meaning: who asks for one does not ask for the others. */
export const loose = [
  'food.jam food.vegetable food.bean food.pasta food.spice food.sweets food.flour food.ham food.snack',
  'meat.chicken meat.beef fish.shellfish fruit.citrus fruit.berry fruit.pear fruit drink.spirit',
  'drink.soda drink.herbal drink.matcha drink.oatmilk meat nut cake bread tobacco cup cutlery pan',
  'bedding jewellery gemstone watch cloth.swim cloth.bra cloth.night cloth.tie cloth.kids cloth.coat',
  'cloth.hoodie cloth.jumper cloth.jacket cloth.shoe cloth.hat accessory plant.herb plant.bulb',
  'plant.succulent plant.shrub plant.palm plant.olive plant.tree flower animal.rabbit animal.bird',
  'animal.cow animal.bee animal.mouse animal.snail material.viscose material.cashmere material.brass',
  'material.teak material.metal material.stone material.polyester material.clay tool hammer body.arm',
  'body.leg body.foot body.face body.mouth body.belly family.aunt social.tiktok furniture.wardrobe',
  'furniture.chair furniture.lamp event museum cinema church school skin_care hair_care haircut makeup',
  'dye_hair phone_thing screen_thing health illness injury weather nature sport music motorbike van',
  'picture bicycle_park headphones charger household barbecue heating teapot fence doctor therapist',
  'plumber expert waxing piercing',
].join(' ');

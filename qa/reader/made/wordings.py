"""What heads the columns of made tables and how people ask for what stands in them; read by columns.py.

Each entry: headers / questions for a cell / questions for its row (/ units), alternatives divided by "|". A wording may
name the row ({key}: "the seed swap"; {at}: "in 2019", "for the seed swap"), the column ({name}: "largest award"), the
value ({v}) and the row's kind ({which}: "Which borough" or "Who"; {kind}: "borough").
"""

HOLDERS = """\
Name|Holder|Held by|Person|Officer|Appointed / Who is {key}?|Who is our {k}?|Name of {key}?|Who holds the post of {k}?|
Who serves as {k}?|Who is the {k}?|Who was elected {k}?|Who works as {k}? / What is {v}'s {kind}?|Which {kind} does {v}
hold?|What post does {v} have?|{which} is held by {v}?|What is {v}?

Deputy|Assistant|Stand-in|Predecessor / Who is the {name} {at}?|Who is {key}'s {name}?|Name of the {name} {at}? / Whose
{name} is {v}?|{which} has {v} as {name}?
"""
PEOPLE = """\
Chair|Chairperson|Chaired by / Who chairs {key}?|Who is the chair {at}?|Who is in the chair {at}? / {which} is
chaired by {v}?

Lead|Led by|Leader / Who leads {key}?|Who is in charge of {key}?|Who is the leader of {key}? / {which} is led by
{v}?|{which} does {v} lead?

Contact|Contact person|Ask for / Who is the contact {at}?|Who should I contact about {key}?|Who do I ask about
{key}? / For which {kind} is {v} the contact?

Manager|Managed by / Who manages {key}?|Who is the manager {at}? / {which} is managed by {v}?|{which} does {v}
manage?

Teacher|Tutor|Taught by / Who teaches {key}?|Who is the teacher {at}?|Who gives {key}? / {which} is taught by
{v}?

Speaker|Presenter / Who speaks {at}?|Who is the speaker {at}?|Who is giving the talk {at}? / {which} has {v} as
its speaker?

Author|Written by|By / Who wrote {key}?|Who is the author of {key}? / {which} was written by {v}?|What did {v}
write?

Owner|Held by|Responsible / Who is responsible for {key}?|Who owns {key}?|Who looks after {key}? / {which} is
{v} responsible for?

Winner|Champion|First place / Who won {at}?|Who was the winner {at}?|Who came first {at}? / {which} did {v}
win?|{which} had {v} as its winner?

Runner-up|Second place / Who was second {at}?|Who was the runner-up {at}?|Who lost the final {at}? / {which} had
{v} as runner-up?

President|Secretary|Treasurer|Captain|Director|Mayor|Head teacher / Who was the {name} {at}?|Who is {name}
{at}?|Name of the {name} {at}? / {which} had {v} as {name}?

Designer|Architect|Built by|Maker / Who built {key}?|Who made {key}?|Who designed {key}? / {which} was built by
{v}?
"""
PLACES = """\
Venue|Location|Place|Held at / Where is {key} held?|Where does {key} take place?|What is the {name} {at}?|
Where was it held {at}? / {which} takes place at {v}?|What is held at {v}?

Town|City|Village|Country|Region|County / Which {name} is given {at}?|In which {name} is {key}?|What {name}
is {key} in?|Where is {key}? / {which} is in {v}?

From|Comes from|Origin|Home town|Born in / Where does {key} come from?|Where is {key} from? / {which} comes
from {v}?

Room|Hall|Site|Building / Which {name} is used {at}?|Where is {key}?|In which {name} is {key}? / {which} is in
{v}?|{which} uses {v}?

Stored in|Kept in|Where|Shelf / Where is {key} kept?|Where do I find {key}?|Where can {key} be found? / {which}
is kept in {v}?|What is kept in {v}?

Destination|Goes to|To / Where does {key} go?|What is the destination of {key}? / {which} goes to {v}?
"""
THINGS = """\
Needs|Materials|Bring|Equipment / What does {key} need?|What is needed {at}?|What should I bring {at}?|What
materials are needed {at}? / {which} needs {v}?|What needs {v}?

Theme|Topic|Subject / What was the {name} {at}?|What is {key} about?|Which {name} was chosen {at}? / {which} had
{v} as its {name}?|{which} is about {v}?

Prize|Award|Title / What was the {name} {at}?|What did {key} win?|Which {name} went to {key}? / {which} won {v}?

Material|Made of|Type|Colour|Style / What is the {name} of {key}?|What {name} is {key}?|What is {key} made of?
/ {which} is made of {v}?|{which} has the {name} {v}?

Status|Result|Decision|Outcome / What is the {name} of {key}?|What was decided {at}?|What was the {name} {at}?
/ {which} has the {name} {v}?

Action|Next step|Task|To do / What has to be done {at}?|What is the {name} {at}?|What will be done about {key}?
/ {which} calls for {v}?

Problem|Fault|Reason|Cause|Risk / What is the {name} {at}?|What was wrong with {key}?|Why was {key} listed? /
{which} has {v} as its {name}?

Supplier|Sponsor|Partner|Employer|Funder / Who is the {name} {at}?|Which {name} is named {at}?|What company is
the {name} {at}? / {which} has {v} as its {name}?

Food|Menu|Dish|Plant|Crop / What is the {name} {at}?|Which {name} is served {at}?|What {name} is listed {at}?
/ {which} has {v} as {name}?

Language|Instrument|Format|Method / What {name} is used {at}?|Which {name} does {key} use? / {which} uses {v}?
"""
DAYS = """\
Date|Held on|Takes place|Day|When / When is {key}?|When does {key} take place?|What is the date of {key}?|On
what date is {key}?|When was it held {at}? / {which} is on {v}?|What takes place on {v}?|What happens on {v}?

Start|Starts|Begins|From|Opens / When does {key} start?|When does {key} begin?|When does {key} open?|What is
the start date {at}? / {which} starts on {v}?

End|Ends|Until|Closes|Deadline|Due|Apply by / When does {key} end?|What is the deadline {at}?|By when is
{key} due?|When does {key} close? / {which} has a deadline of {v}?|{which} ends on {v}?

Last inspected|Inspected|Serviced|Checked|Reviewed|Last review / When was {key} last inspected?|When was {key}
checked?|When was the last review {at}? / {which} was inspected on {v}?|{which} was reviewed on {v}?

Signed|Approved|Delivered|Issued|Published|Completed / When was {key} {name}?|On which date was {key} {name}?
/ {which} was {name} on {v}?

Joined|Appointed|Elected|Date of birth|Left / When was {key} {name}?|What is the {name} date {at}?|Since when
has {key} been there? / {which} is down for {v}?
"""
YEARS = """\
Founded|Built|Opened|Established|Created|Bought|Restored|Closed / When was {key} {name}?|In what year was
{key} {name}?|What year was {key} {name}? / {which} was {name} in {v}?|What was {name} in {v}?

Year|Since|Term ends|Replaced in|Expires / What year is given {at}?|What is the {name} {at}?|In which year is
{key} listed? / {which} is listed for {v}?
"""
TIMES = """\
Time|Start|Starts|Begins|Opens|Departs|Doors / What time does {key} start?|When does {key} start?|At what
time does {key} begin?|What time is {key}?|When does {key} open? / {which} starts at {v}?|What starts at {v}?

End|Ends|Closes|Closing time|Arrives|Finish / What time does {key} end?|When does {key} close?|At what time
does {key} finish?|Until when is {key} open? / {which} ends at {v}?

Opening hours|Hours|Open|Times / What are the opening hours {at}?|When is {key} open?|What hours is {key} open?
/ {which} is open {v}?
"""
MEASURES = """\
Length|Distance / How long is {key}?|What is the {name} {at}?|How far is {key}? / {which} has a {name} of {v}? /
km|m|miles|metres|cm

Height|Depth|Width / How high is {key}?|What is the {name} {at}?|How deep is {key}?|How wide is {key}? /
{which} has a {name} of {v}? / m|cm|metres|mm|feet

Weight|Load|Yield|Harvest / What is the {name} {at}?|How heavy is {key}?|How much does {key} weigh? / {which}
has a {name} of {v}? / kg|g|tonnes|t

Duration|Time taken|Lasts|Length / How long does {key} last?|How long does {key} take?|What is the {name} {at}?
/ {which} lasts {v}? / minutes|hours|days|weeks|min|years

Temperature|Average temperature|Highest / What is the {name} {at}?|How warm is it {at}?|How hot was {key}? /
{which} had a temperature of {v}? / °C|°F|degrees

Area|Size|Floor area / How large is {key}?|What is the {name} {at}?|How big is {key}? / {which} has an area of
{v}? / ha|m²|acres|sq m|km²

Rainfall|Usage|Consumption|Capacity / What was the {name} {at}?|How much {name} was there {at}? / {which} had a
{name} of {v}? / mm|kWh|litres|MB|GB
"""
PERCENT = """\
Turnout|Pass rate|Occupancy|Attendance|Recycling rate|Response rate|Uptake|Coverage / What was the {name}
{at}?|How high was the {name} {at}?|{name} {at} / {which} had a {name} of {v}?|Where was the {name} {v}?

Solved|Passed|Employed|Paid|Recycled|Female|Women|Over 65|Satisfied / What percentage was {name} {at}?|What
share was {name} {at}?|What proportion of {key} was {name}? / {which} had {v} {name}?

Change|Growth|Increase|Share|Rise|Rate / What was the {name} {at}?|By how much did it change {at}?|What
percentage is given {at}? / {which} had a {name} of {v}?
"""
MONEY = """\
Budget|Cost|Price|Fee|Rent|Charge|Ticket price|Hire charge|Annual fee|Deposit / What is the {name} {at}?|
How much is {key}?|How much does {key} cost?|What does {key} cost? / {which} costs {v}?|{which} has a {name} of
{v}?

Income|Spending|Total income|Expenditure|Revenue|Turnover|Surplus|Profit|Balance|Reserves|Sales / What was
the {name} {at}?|How much {name} was there {at}?|{name} {at} / {which} had a {name} of {v}?|In which {kind} was
the {name} {v}?

Amount|Grant|Award|Amount awarded|Donation|Paid|Total paid / How much was paid {at}?|What amount went to
{key}?|How much did {key} get?|How much money did {key} receive?|What amount was awarded to {key}? / {which}
received {v}?|{which} got {v}?|Who received {v}?

Largest award|Average award|Smallest grant|Highest bid|Average price|Median rent|Minimum wage|Starting
salary|Top price / What was the {name} {at}?|How much was the {name} {at}?|{name} {at} / {which} had a {name} of
{v}?
"""
COUNTED = """\
applications awards visitors members loans pupils volunteers seats goals votes houses incidents complaints staff
beds books meals entries tickets copies deaths births trees animals cars trips accidents repairs calls orders
matches wins points children adults students patients residents employees hours sessions events households responses
arrests reports thefts nests birds eggs bottles pages songs episodes medals crew passengers flights vehicles jobs
shops donors grants projects refusals appeals inspections new_members first-time_visitors school_visits
full-time_staff empty_homes late_returns lost_items online_orders repeat_visits parking_spaces bus_passes
"""
MEASURED = (
    "Total income|Total expenditure|Visitors|Loans|Average age|Members|Net assets|Reserves|Staff costs|"
    "Grants|Donations|Rent|Heating|Ticket sales|Operating profit|Turnover|Wages|Population|"
    "Unemployment rate|Birth rate|Energy use|Waste|Water use|Carbon emissions|Rainfall|Enrolment|Pass rate|"
    "Attendance|Insurance|Repairs|Bank charges|Postage|Printing|Interest|Cash at bank|Deficit|Tax|"
    "Legal fees|Hall hire|Subscriptions|Raffle|Equipment|Training|Travel|Housing stock"
)
BLANKS = ("", "-", "–", "n/a")

import { useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { Checkbox, RadioGroup, Switch } from '../kit/Choice.tsx';
import { CodeField } from '../kit/CodeField.tsx';
import { TextArea, TextField } from '../kit/Field.tsx';
import { Form, Submit } from '../kit/Form.tsx';
import { PasswordField } from '../kit/PasswordField.tsx';
import { Combobox, Select } from '../kit/Select.tsx';
import { Specimen } from './Specimen.tsx';

const tones = [
  { value: 'warm', label: 'Warm', hint: 'Like a neighbour' },
  { value: 'plain', label: 'Plain', hint: 'Like a good manual' },
  { value: 'festive', label: 'Festive' },
];
const zones = ['Europe/Athens', 'Europe/Lisbon', 'Europe/Zurich', 'Asia/Tokyo'].map((zone) => ({
  value: zone,
  label: zone,
}));
const refused = new ApiError({
  status: 400,
  code: 'stoa.invalid_input',
  message: 'Some of what was sent cannot be used.',
  requestId: '01996f2e-7a31-7c52-9d0e-5b1f2c3a4d5e',
  fields: [{ path: 'body.handle', code: 'taken', message: 'Somebody else has this name already.' }],
});
const broken = new ApiError({
  status: 500,
  code: 'stoa.internal',
  message: 'Something went wrong on our side. It has been noted.',
  requestId: '01996f2e-7a31-7c52-9d0e-5b1f2c3a4d5e',
  fields: [],
});

export default function Fields() {
  return (
    <div className="grid gap-x-12 sm:grid-cols-2">
      <Specimen name="Text" wide>
        <Texts />
      </Specimen>
      <Specimen name="Passwords and codes" wide>
        <Secrets />
      </Specimen>
      <Specimen name="Choices" wide>
        <Choices />
      </Specimen>
      <Specimen name="On and off" wide>
        <Toggles />
      </Specimen>
      <Specimen name="A form the server refused" wide>
        <RefusedForm />
      </Specimen>
      <Specimen name="A form that failed" wide>
        <Form onSubmit={nothing} error={broken}>
          <TextField name="title" label="Title" value="Summer opening" onChange={nothing} />
          <div>
            <Submit disabledReason="Write something first.">Save</Submit>
          </div>
        </Form>
      </Specimen>
    </div>
  );
}

const nothing = () => {};

function Texts() {
  const [name, setName] = useState('');
  const [story, setStory] = useState('');
  return (
    <div className="flex flex-col gap-5">
      <TextField name="name" label="Name" hint="As customers know it." value={name} onChange={setName} />
      <TextField name="old-name" label="Former name" optional value="" disabled onChange={nothing} />
      <TextArea
        name="story"
        label="Story"
        maxLength={60}
        hint="Two or three sentences."
        value={story}
        onChange={setStory}
      />
    </div>
  );
}

function Secrets() {
  const [password, setPassword] = useState('walk with me');
  const [code, setCode] = useState('492 0');
  return (
    <div className="flex flex-col gap-5">
      <PasswordField
        name="secret"
        label="New password"
        kind="new"
        maxLength={200}
        hint="Good. Another word would make it strong."
        value={password}
        onChange={setPassword}
      />
      <CodeField value={code} onChange={setCode} onComplete={nothing} />
    </div>
  );
}

function Choices() {
  const [tone, setTone] = useState('warm');
  const [zone, setZone] = useState('');
  const [voice, setVoice] = useState('plain');
  return (
    <div className="flex flex-col gap-5">
      <Select name="tone" label="Tone" options={tones} value={tone} onChange={setTone} />
      <Combobox
        name="zone"
        label="Time zone"
        placeholder="Write to search"
        options={zones}
        value={zone}
        onChange={setZone}
      />
      <RadioGroup name="voice" label="Voice" options={tones.slice(0, 2)} value={voice} onChange={setVoice} />
    </div>
  );
}

function Toggles() {
  const [greet, setGreet] = useState(true);
  const [night, setNight] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <Checkbox
        name="greet"
        label="Greet new customers"
        hint="Once per person."
        value={greet}
        onChange={setGreet}
      />
      <Checkbox name="never" label="Not possible here" disabled value={false} onChange={nothing} />
      <Switch
        name="night"
        label="Answer at night"
        hint="Takes effect at once."
        value={night}
        onChange={setNight}
      />
      <Switch name="day" label="Answer by day" value onChange={nothing} />
    </div>
  );
}

/** Its message stands at the field, and goes as soon as somebody changes what it was about. */
function RefusedForm() {
  const [handle, setHandle] = useState('agora');
  return (
    <Form onSubmit={nothing} error={refused}>
      <TextField name="handle" label="Public name" value={handle} onChange={setHandle} />
      <div>
        <Submit>Save</Submit>
      </div>
    </Form>
  );
}

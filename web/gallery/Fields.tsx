import { useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { Checkbox, RadioGroup, Switch } from '../kit/Choice.tsx';
import { TextArea, TextField } from '../kit/Field.tsx';
import { Form, Submit } from '../kit/Form.tsx';
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
  const [values, setValues] = useState({
    name: '',
    story: '',
    tone: 'warm',
    zone: '',
    handle: 'agora',
    voice: 'plain',
  });
  const [on, setOn] = useState({ greet: true, night: false });
  const set = (name: keyof typeof values) => (value: string) => setValues({ ...values, [name]: value });
  return (
    <div className="grid gap-x-12 sm:grid-cols-2">
      <Specimen name="Text" wide>
        <div className="flex flex-col gap-5">
          <TextField
            name="name"
            label="Name"
            hint="As customers know it."
            value={values.name}
            onChange={set('name')}
          />
          <TextField name="old-name" label="Former name" optional value="" disabled onChange={() => {}} />
          <TextArea
            name="story"
            label="Story"
            maxLength={60}
            hint="Two or three sentences."
            value={values.story}
            onChange={set('story')}
          />
        </div>
      </Specimen>
      <Specimen name="Choices" wide>
        <div className="flex flex-col gap-5">
          <Select name="tone" label="Tone" options={tones} value={values.tone} onChange={set('tone')} />
          <Combobox
            name="zone"
            label="Time zone"
            placeholder="Write to search"
            options={zones}
            value={values.zone}
            onChange={set('zone')}
          />
          <RadioGroup
            name="voice"
            label="Voice"
            options={tones.slice(0, 2)}
            value={values.voice}
            onChange={set('voice')}
          />
        </div>
      </Specimen>
      <Specimen name="On and off" wide>
        <div className="flex flex-col gap-4">
          <Checkbox
            name="greet"
            label="Greet new customers"
            hint="Once per person."
            value={on.greet}
            onChange={(greet) => setOn({ ...on, greet })}
          />
          <Checkbox name="never" label="Not possible here" disabled value={false} onChange={() => {}} />
          <Switch
            name="night"
            label="Answer at night"
            hint="Takes effect at once."
            value={on.night}
            onChange={(night) => setOn({ ...on, night })}
          />
          <Switch name="day" label="Answer by day" value onChange={() => {}} />
        </div>
      </Specimen>
      <Specimen name="A form the server refused" wide>
        <Form onSubmit={() => {}} error={refused}>
          <TextField name="handle" label="Public name" value={values.handle} onChange={set('handle')} />
          <div>
            <Submit>Save</Submit>
          </div>
        </Form>
      </Specimen>
      <Specimen name="A form that failed" wide>
        <Form onSubmit={() => {}} error={broken}>
          <TextField name="title" label="Title" value="Summer opening" onChange={() => {}} />
          <div>
            <Submit disabledReason="Write something first.">Save</Submit>
          </div>
        </Form>
      </Specimen>
    </div>
  );
}

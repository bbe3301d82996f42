import { useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { DemoId, putDemoRequest } from '../../applications/contract.ts';
import { filledIn, useKept } from './kept.ts';
import { PublicFrame } from './PublicFrame.tsx';
import { missingOfWho, Next, Sent, Trap, WhoFields } from './parts.tsx';

const sizes = ['Only me', '2 to 10', '11 to 50', '51 to 200', 'Over 200'];

const fresh = () => ({
  /** The id belongs to the form: sent again after a lost answer, it is one request. */
  id: newId(DemoId) as string,
  ...{ name: '', email: '', companyName: '', companySize: '', currentSolution: '' },
  ...{ preferredTimes: '', message: '', trap: '' },
});
type Draft = ReturnType<typeof fresh>;

export default function DemoPage() {
  const kept = useKept('demo', fresh);
  return (
    <PublicFrame
      title={kept.sentTo === undefined ? 'Be shown around' : 'We will be in touch'}
      hint={
        kept.sentTo === undefined && 'Half an hour with a person, about what you do and not about slides.'
      }
    >
      {kept.sentTo === undefined ? (
        <DemoForm {...kept} />
      ) : (
        <Sent to={kept.sentTo} again="Ask for another demo" onAgain={kept.startAgain}>
          There is a mail on its way already that says we have your request.
        </Sent>
      )}
      <Next
        steps={[
          'We look at what you wrote, and choose a time.',
          'You get a mail with the time. Answer it if another one suits you better.',
          'If the time changes, you hear of it by mail.',
        ]}
      />
    </PublicFrame>
  );
}

interface DemoFormProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  markSent: (email: string) => void;
}

function DemoForm({ draft, change, markSent }: DemoFormProps) {
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(putDemoRequest, {
    onReply: (_, { body }) => markSent(body.email),
  });
  const submit = () => {
    const { id, name, email, trap, ...rest } = draft;
    const lacking = missingOfWho(draft);
    setRefusal(lacking);
    if (lacking) return;
    send({
      params: { demoId: DemoId.parse(id) },
      body: { name, email, ...filledIn({ ...rest, website_url: trap }) },
    });
  };
  return (
    <Form onSubmit={submit} error={refusal ?? error}>
      <WhoFields name={draft.name} email={draft.email} change={change} />
      <CompanyFields draft={draft} change={change} />
      <TextField
        name="preferredTimes"
        label="When it suits you"
        optional
        placeholder="Mornings, not on Friday. Central Europe"
        maxLength={500}
        value={draft.preferredTimes}
        onChange={(preferredTimes) => change({ preferredTimes })}
      />
      <TextArea
        name="message"
        label="What you want to see"
        optional
        rows={4}
        maxLength={1_400}
        value={draft.message}
        onChange={(message) => change({ message })}
      />
      <Trap value={draft.trap} onChange={(trap) => change({ trap })} />
      <div>
        <Submit busy={isPending}>Ask for a demo</Submit>
      </div>
    </Form>
  );
}

function CompanyFields({ draft, change }: Pick<DemoFormProps, 'draft' | 'change'>) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="companyName"
        label="Company"
        optional
        autoComplete="organization"
        maxLength={120}
        value={draft.companyName}
        onChange={(companyName) => change({ companyName })}
      />
      <Select
        name="companySize"
        label="People who work there"
        optional
        options={sizes.map((value) => ({ value, label: value }))}
        value={draft.companySize}
        onChange={(companySize) => change({ companySize })}
      />
      <TextField
        name="currentSolution"
        label="What you use today"
        optional
        maxLength={500}
        className="sm:col-span-2"
        value={draft.currentSolution}
        onChange={(currentSolution) => change({ currentSolution })}
      />
    </div>
  );
}

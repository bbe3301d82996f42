import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  AiModelId,
  aiModelClasses,
  aiModelKinds,
  getAiSettings,
  listAiModels,
  putAiModel,
} from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { classLabels, kindLabels } from '../words.ts';
import { type Draft, draftOf, givenOf, refusalOf } from './drafts.ts';
import type { Edited } from './ModelsPage.tsx';

export default function ModelDialog({ model, name, onClose }: Edited & { onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const [before] = useState(() => draftOf(model, name));
  const [draft, setDraft] = useState(before);
  const [modelId] = useState(() => model?.id ?? AiModelId.parse(uuidv7()));
  const [refused, setRefused] = useState<Error | null>(null);
  const sending = useSend(putAiModel, {
    stale: [[listAiModels.path], [getAiSettings.path]],
    onReply: (saved) => {
      onClose();
      toast({ title: model ? `${saved.name} is changed` : `${saved.name} can be chosen` });
    },
  });
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = () => {
    const problem = refusalOf(draft);
    setRefused(problem);
    if (!problem) sending.send({ params: { workspaceId, modelId }, body: givenOf(draft, model) });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={model ? `Change ${model.name}` : 'Add a model'}
      body="One that your address has and its list says too little of: with what it costs and can do."
    >
      <Form
        error={refused ?? sending.error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(before)}
        onSubmit={save}
        className="grid gap-5 sm:grid-cols-2"
      >
        <NameFields draft={draft} set={set} isKnown={model !== undefined} />
        <PriceFields draft={draft} set={set} />
        {draft.kind === 'chat' && <AbilityFields draft={draft} set={set} />}
        <DialogFoot onClose={onClose} busy={sending.isPending} className="sm:col-span-2">
          {model ? 'Save' : 'Add model'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

function NameFields({ draft, set, isKnown }: FieldsProps & { isKnown: boolean }) {
  return (
    <>
      <TextField
        name="model"
        label="As it is called there"
        placeholder="llama3.3:70b"
        hint={isKnown ? 'This does not change.' : 'Letter for letter.'}
        readOnly={isKnown}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft.model}
        onChange={(model) => set({ model })}
      />
      <TextField
        name="name"
        label="Name"
        placeholder="Llama 3.3"
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <Select
        name="kind"
        label="What it is for"
        options={aiModelKinds.map((value) => ({ value, label: kindLabels[value] }))}
        value={draft.kind}
        onChange={(kind) => set({ kind: kind as Draft['kind'] })}
      />
      <Select
        name="class"
        label="What it is like"
        options={aiModelClasses.map((value) => ({ value, label: classLabels[value] }))}
        value={draft.class}
        onChange={(value) => set({ class: value as Draft['class'] })}
      />
    </>
  );
}

function PriceFields({ draft, set }: FieldsProps) {
  const isEmbedding = draft.kind === 'embedding';
  return (
    <>
      <TextField
        name="inputMicro"
        label="A million tokens in, in dollars"
        inputMode="decimal"
        hint="0 on a machine of your own."
        value={draft.input}
        onChange={(input) => set({ input })}
      />
      {!isEmbedding && (
        <TextField
          name="outputMicro"
          label="A million tokens out, in dollars"
          inputMode="decimal"
          value={draft.output}
          onChange={(output) => set({ output })}
        />
      )}
      <TextField
        name="contextTokensMax"
        label="Context, in tokens"
        inputMode="numeric"
        hint="How much it can read at once."
        value={draft.context}
        onChange={(context) => set({ context })}
      />
      {isEmbedding && (
        <TextField
          name="dimensions"
          label="Numbers of a text"
          inputMode="numeric"
          hint="How long its vectors are: 384, 768, 1536. Its maker says so."
          value={draft.dimensions}
          onChange={(dimensions) => set({ dimensions })}
        />
      )}
    </>
  );
}

function AbilityFields({ draft, set }: FieldsProps) {
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-2 text-sm font-[550]">It can take and do</legend>
      <Checkbox
        name="supportsImages"
        label="Pictures"
        value={draft.supportsImages}
        onChange={(supportsImages) => set({ supportsImages })}
      />
      <Checkbox
        name="supportsAudio"
        label="Sound"
        value={draft.supportsAudio}
        onChange={(supportsAudio) => set({ supportsAudio })}
      />
      <Checkbox
        name="supportsTools"
        label="Tools: look something up while it answers"
        value={draft.supportsTools}
        onChange={(supportsTools) => set({ supportsTools })}
      />
      <Checkbox
        name="supportsJson"
        label="Forms: answers in a shape that is asked for"
        value={draft.supportsJson}
        onChange={(supportsJson) => set({ supportsJson })}
      />
    </fieldset>
  );
}

import { useState } from 'react';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { PasswordField } from '../../../../web/kit/PasswordField.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import type { AiSettings } from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

interface Props {
  settings: AiSettings;
  onClose: () => void;
}

/** An address and its key. The key is never shown again, and goes to no other address than this one. */
export default function EndpointDialog({ settings, onClose }: Props) {
  const [baseUrl, setBaseUrl] = useState(settings.baseUrl ?? '');
  const [key, setKey] = useState('');
  const sending = useChangeSettings(settings, () => {
    onClose();
    toast({ title: 'The address is saved', body: 'Its list of models is being read.' });
  });
  const hasMoved = baseUrl.trim().replace(/\/+$/, '') !== (settings.baseUrl ?? '');
  const isUnsaved = hasMoved || key !== '';
  const save = () => {
    // Models are named by where they are: those of another address are chosen anew.
    const unchosen = hasMoved ? { chatModel: null, embeddingModel: null } : {};
    sending.change({ baseUrl: baseUrl.trim(), ...unchosen, ...(key !== '' && { key }) });
  };
  const whyNot =
    baseUrl.trim() === '' ? 'Write the address first.' : isUnsaved ? undefined : 'Nothing is changed yet.';
  return (
    <Dialog
      open
      onClose={onClose}
      title={settings.baseUrl === null ? 'Use your own models' : 'Change address or key'}
      body="Any address that speaks as OpenAI does: OpenRouter, OpenAI, Ollama or vLLM on a machine of yours."
    >
      <Form error={sending.error} unsaved={isUnsaved} onSubmit={save}>
        <TextField
          name="baseUrl"
          label="Address"
          type="url"
          placeholder="https://openrouter.ai/api/v1"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={baseUrl}
          onChange={setBaseUrl}
        />
        <PasswordField
          name="key"
          label="Key"
          kind="new"
          maxLength={500}
          hint={keyHint(settings, hasMoved)}
          value={key}
          onChange={setKey}
        />
        <DialogFoot onClose={onClose} busy={sending.isPending} whyNot={whyNot}>
          Save
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function keyHint({ keyHint: ending }: AiSettings, hasMoved: boolean): string {
  if (ending !== null && !hasMoved) return `Leave it empty to keep the one that ends in ${ending}.`;
  if (ending !== null)
    return 'Enter it anew: a key goes to no other address than the one it was entered for.';
  return 'Kept sealed, and shown to nobody. Leave it empty where none is asked for.';
}

import { useMutation } from '@tanstack/react-query';
import ImageUp from 'lucide-react/icons/image-up';
import X from 'lucide-react/icons/x';
import { useRef } from 'react';
import { call } from '../../../../kit/client.ts';
import { queryClient } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteWorkspaceAvatar,
  pictureTypes,
  pictureUploadBytesMax,
  putWorkspaceAvatar,
} from '../../contract.ts';
import { staleWithWorkspace } from './useChangeWorkspace.ts';

const readAgain = () =>
  Promise.all(staleWithWorkspace.map((queryKey) => queryClient.invalidateQueries({ queryKey })));

/** The workspace's picture: sent as soon as it is chosen. */
export function Picture() {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id };
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      if (file.size > pictureUploadBytesMax) throw new Error(tooLarge);
      return call(putWorkspaceAvatar, { params, upload: file });
    },
    onSuccess: readAgain,
  });
  const remove = useSend(deleteWorkspaceAvatar, {
    stale: staleWithWorkspace,
    failureTitle: 'The picture is still there',
  });
  return (
    <div className="mb-6 flex flex-wrap items-center gap-4">
      <Avatar name={workspace.name} size="large" src={workspace.avatarUrl} />
      <input
        ref={input}
        type="file"
        accept={pictureTypes.join(',')}
        aria-label="Picture of the workspace"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file can be chosen once more after a failure.
          target.value = '';
          if (file) upload.mutate(file);
        }}
      />
      <Button icon={ImageUp} busy={upload.isPending} onClick={() => input.current?.click()}>
        {workspace.avatarUrl ? 'Change picture' : 'Add picture'}
      </Button>
      {workspace.avatarUrl && (
        <Button look="quiet" icon={X} busy={remove.isPending} onClick={() => remove.send({ params })}>
          Remove picture
        </Button>
      )}
      {upload.error && <FormProblem error={upload.error} />}
    </div>
  );
}

const tooLarge = `This picture is too large. Choose one of up to ${pictureUploadBytesMax / 1024 ** 2} MB.`;

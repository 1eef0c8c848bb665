"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "#components/ui/button.tsx";

/** Submits the form around it and shows that it is being sent. */
export function SubmitButton({ pending, ...rest }: ButtonProps) {
  const status = useFormStatus();
  return <Button variant="primary" {...rest} type="submit" pending={pending || status.pending} />;
}

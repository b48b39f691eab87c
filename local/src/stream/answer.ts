// What an operation answers, as AWS JSON 1.1 shapes it.

export interface Answer {
  /** Of HTTP. */
  status: number;
  body: object;
}

/** Errors by the service's own names (Kinesis API reference, Errors and Common Errors). */
export type ErrorType =
  | "AccessDeniedException"
  | "ExpiredIteratorException"
  | "InternalFailure"
  | "InvalidArgumentException"
  | "LimitExceededException"
  | "ProvisionedThroughputExceededException"
  | "RequestEntityTooLargeException"
  | "ResourceInUseException"
  | "ResourceNotFoundException"
  | "SerializationException"
  | "UnknownOperationException"
  | "ValidationException";

export function toAnswer(body: object): Answer {
  return { status: 200, body };
}

export function refuse(type: ErrorType, message: string, status = 400): Answer {
  return { status, body: { __type: type, message } };
}

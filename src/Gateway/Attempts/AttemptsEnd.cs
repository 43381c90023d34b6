using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>The result of all attempts of a request: an answer, or the one error that stands for their failures.</summary>
internal readonly record struct AttemptsEnd(HttpResponseMessage? Response, ApiError? Error, AnswerEnd End);

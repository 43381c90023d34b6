using Gateway.Protocol;
using Gateway.Streaming;

namespace Gateway.Attempts;

/// <summary>The result of all attempts of a request: an answer, or the one error that stands for their failures.</summary>
internal readonly record struct AttemptsEnd(HttpResponseMessage? Response, ApiError? Error, AnswerEnd End);

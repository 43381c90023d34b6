using Gateway.Protocol;
using Gateway.Routing.Routes;

namespace Gateway.Requests;

/// <summary>An answer that broke and was continued by another candidate. Its tokens were used too.</summary>
/// <param name="By">Who had begun it.</param>
/// <param name="Answer">What is known of it.</param>
internal sealed record BrokenAnswer(Candidate By, AnswerState Answer);

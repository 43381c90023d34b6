using System.Collections.Immutable;
using Gateway.Backends.Failures;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;
using static Gateway.Wire.Errors.BackendFailure;

namespace Gateway.Backends;

/// <summary>
/// Classifies failures of any provider when its own rows do not: first by codes and words, then by the status alone. The last row matches
/// everything. By status, only 400 and 422 are the request's fault, since servers use every other status for reasons of their own. A 5xx is
/// the request's fault if its words clearly say so: some servers fail with 500 on anything they cannot read.
/// </summary>
internal static class SharedFailures
{
    public static FailureRow[] Rows { get; } =
    [
        // By codes and types, which a prompt cannot fake.
        new(Statuses.Any, ContextTooLong) { Codes = ["context_length_exceeded", "exceed_context_size_error"] },
        new(Statuses.Refusals, OutOfCredit)
        {
            Codes =
            [
                "insufficient_quota", "insufficient_balance", "billing_not_active", "billing_hard_limit_reached", "arrearage",
                "AccountOverdueError", "budget_exceeded",
            ],
        },
        new(Statuses.Refusals, ModelMissing) { Codes = ["model_not_found"] },
        new(Statuses.Any, Incapable) { Codes = ["not_supported_error", "unsupported_parameter", "unsupported_value"] },

        // A 5xx whose words name a part of the request. Before the words for trouble: a parser repeats what
        // it failed on, whatever that says.
        new(Statuses.Failures, ClientFault) { Words = BlamingWords.OfTemplatesAndParsers },
        new(500, ClientFault) { Words = BlamingWords.OfParsing },
        new(Statuses.Failures, ContextTooLong) { Words = BlamingWords.OfLength },

        // A healthy server that will take the same in a moment; and a model that could not be loaded, which concerns only the model.
        new(503, Loading) { Words = BlamingWords.OfLoading },
        new(503, Busy) { Words = BlamingWords.OfFullLines },
        new(500, ClientFault) { Words = BlamingWords.OfFailedMedia },
        new(Statuses.Failures, Unavailable) { Words = BlamingWords.OfFailedLoads, Pause = Provider.AfterFailedLoad },

        // What a model or its server lacks. The llama.cpp server reports it with 500.
        .. Lacking(Tag.Tools, BlamingWords.OfNoTools),
        .. Lacking(Tag.Vision, BlamingWords.OfNoEyes),
        .. Lacking(Tag.Audio, BlamingWords.OfNoEars),
        .. Lacking(Tag.Reasoning, BlamingWords.OfNoThoughts),
        .. Lacking(Tag.FIM, BlamingWords.OfNoInfill),
        .. Lacking(Demand.JsonSchema, BlamingWords.OfNoSchemas),
        .. Lacking(Demand.ImageAddress, ["image URLs are not"]),
        new(400, Incapable) { Words = BlamingWords.OfLacks },
        new(404, Incapable) { Words = BlamingWords.OfLacks },
        new(422, Incapable) { Words = BlamingWords.OfLacks },
        new(500, Incapable) { Words = ["does not support", "doesn't support"] },

        new(Statuses.Refusals, OutOfCredit) { Words = BlamingWords.OfEmptyAccounts },
        new(400, OutOfCredit) { Words = BlamingWords.OfUsedUpQuotas },
        new(403, OutOfCredit) { Words = BlamingWords.OfUsedUpQuotas },
        // Gemini and proxies before it. The key is the gateway's.
        new(400, Credential) { Words = ["API key not valid"] },
        new(400, ModelMissing) { Words = BlamingWords.OfMissingModels },
        new(400, ModelMissing) { Words = BlamingWords.OfNamedModels, AlsoWords = BlamingWords.OfThingsNotFound },
        new(400, ContextTooLong) { Words = ["maximum context length", "exceeds the available context", "exceeds the context"] },

        // A 500 that is the machine's fault although it may say "invalid"; before words that blame the request.
        new(Statuses.Failures, Unavailable) { Words = BlamingWords.OfMachines },
        new(500, ClientFault) { Words = BlamingWords.OfBlame },
        new(500, ClientFault) { Codes = ["invalid_request_error", "BadRequestError"] },

        // By the status alone.
        new(400, ClientFault),
        new(422, ClientFault),
        new(401, Credential),
        new(403, Credential),
        new(402, OutOfCredit),
        new(404, ModelMissing),
        new(410, ModelMissing),
        // A limit on bytes, or on tokens under another number: too long for one backend.
        new(413, ContextTooLong),
        new(408, BackendFailure.Timeout),
        new(429, RateLimited),
        // 407: a proxy on the way wants a password, which the client does not have. 424: something the server itself needs has failed. 425:
        // not yet. 499: somebody on the way did not wait.
        new(407, Unavailable),
        new(424, Unavailable),
        new(425, Unavailable),
        new(499, Unavailable),
        // For legal reasons this provider may not answer it. Another may.
        new(451, Incapable),
        new(501, Incapable),
        new(Statuses.Refusals, Refused),
        new(new(500, int.MaxValue), Unavailable),
        // Redirects are not followed: they would carry the prompt to an address nobody configured.
        new(Statuses.Any, BadAnswer),
    ];

    private static FailureRow[] Lacking(Lack lack, ImmutableArray<string> words) =>
    [
        new(Statuses.Refusals, Incapable) { Words = words, Lacks = lack },
        new(500, Incapable) { Words = words, Lacks = lack },
        new(501, Incapable) { Words = words, Lacks = lack },
    ];
}

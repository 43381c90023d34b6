using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>What a failure was taken for, in a few words for who reads the error.</summary>
internal static class FailureWords
{
    private static readonly Dictionary<BackendFailure, string> Words = new()
    {
        [BackendFailure.Unavailable] = "a failure of its own",
        [BackendFailure.Busy] = "it is busy",
        [BackendFailure.RateLimited] = "it takes no more for the moment",
        [BackendFailure.OutOfCredit] = "its account has no credit",
        [BackendFailure.Credential] = "it refuses the gateway's credential",
        [BackendFailure.ModelMissing] = "it does not have the model",
        [BackendFailure.Timeout] = "it took too long",
        [BackendFailure.BadAnswer] = "no answer that can be used",
        [BackendFailure.ContextTooLong] = "too long for it",
        [BackendFailure.ClientFault] = "it refuses the request",
    };

    public static string Of(BackendFailure failure) => Words[failure];
}

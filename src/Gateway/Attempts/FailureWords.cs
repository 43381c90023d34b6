using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>Describes the class of a failure in a few words, for the reader of an error.</summary>
internal static class FailureWords
{
    public static string Of(BackendFailure failure) => failure switch
    {
        BackendFailure.None or BackendFailure.Unavailable => "a failure of its own",
        BackendFailure.Busy => "it is busy",
        BackendFailure.Loading => "it loads its model yet",
        BackendFailure.RateLimited => "it takes no more for the moment",
        BackendFailure.OutOfCredit => "its account has no credit",
        BackendFailure.Credential => "it refuses the gateway's credential",
        BackendFailure.ModelMissing => "it does not have the model",
        BackendFailure.Timeout => "it took too long",
        BackendFailure.BadAnswer => "no answer that can be used",
        BackendFailure.ContextTooLong => "too long for it",
        BackendFailure.Incapable => "it cannot do this",
        BackendFailure.Refused or BackendFailure.ClientFault => "it refuses the request",
    };
}

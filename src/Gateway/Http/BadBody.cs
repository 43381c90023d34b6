using Microsoft.AspNetCore.Connections;

namespace Gateway.Http;

/// <summary>Finds the read failures that are the sender's fault.</summary>
internal static class BadBody
{
    /// <returns>The fault in the request; null when there is none or the sender has left.</returns>
    public static BadHttpRequestException? In(Exception e) => e switch
    {
        BadHttpRequestException bad => bad,
        // This is how the server reports a chunk size that overflows.
        IOException { InnerException: OverflowException } and not ConnectionResetException =>
            new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e),
        _ => null,
    };
}

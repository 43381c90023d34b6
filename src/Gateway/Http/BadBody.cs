using Microsoft.AspNetCore.Connections;

namespace Gateway.Http;

/// <summary>Tells the failures of reading a request that are its sender's fault.</summary>
internal static class BadBody
{
    /// <returns>What is wrong with the request; null: nothing, or the sender has left.</returns>
    public static BadHttpRequestException? In(Exception e) => e switch
    {
        BadHttpRequestException bad => bad,
        // So the server says that a chunk's size is too large for a number.
        IOException { InnerException: OverflowException } and not ConnectionResetException => new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e),
        _ => null,
    };
}

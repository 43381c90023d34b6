using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Wire.Errors;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Http.Connections;

/// <summary>Tells a client whose connection is not accepted to try again.</summary>
internal static class BusyAnswer
{
    private const long MostRead = 1024 * 1024;

    private static readonly TimeSpan ForReading = TimeSpan.FromSeconds(1);
    private static readonly byte[] Answer = Make(ApiErrors.TooManyConnections());

    public static async Task TellAsync(ConnectionContext connection, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(ForReading, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            await connection.Transport.Output.WriteAsync(Answer, either.Token);
            // If bytes from the client are left unread, the system resets the connection and the answer is lost with it.
            for (var read = 0L; read < MostRead;)
            {
                var result = await connection.Transport.Input.ReadAsync(either.Token);
                read += result.Buffer.Length;
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It did not close in time, or is already gone.
        }
    }

    private static byte[] Make(ApiError error)
    {
        var body = ErrorBody.ToBytes(error);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {error.Status} Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{body.Length}\r\nConnection: close\r\nRetry-After: {error.RetryAfterSeconds}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}

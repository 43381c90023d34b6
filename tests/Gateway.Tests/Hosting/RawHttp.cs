using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Hosting;

/// <summary>Says what no well-behaved client library would.</summary>
internal static class RawHttp
{
    /// <param name="url">The gateway.</param>
    /// <param name="headers">Further header lines.</param>
    /// <param name="body">The JSON body of a chat request.</param>
    /// <returns>The whole answer.</returns>
    public static Task<string> ExchangeAsync(Uri url, string headers, string body)
    {
        var request = $"POST /v1/chat/completions HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n{headers}"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        return SendAsync(url, request);
    }

    /// <summary>Sends what need not be a request.</summary>
    /// <returns>All that comes until the connection ends.</returns>
    public static async Task<string> SendAsync(Uri url, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <param name="url">The listener.</param>
    /// <param name="start">Method and target, as they are sent.</param>
    /// <param name="headers">All header lines, Host too.</param>
    /// <returns>The whole answer.</returns>
    public static Task<string> AskAsync(Uri url, string start, params string[] headers) =>
        SendAsync(url, $"{start} HTTP/1.1\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");
}

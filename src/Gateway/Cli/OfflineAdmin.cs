using System.Text.Json;
using Gateway.Admin;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Storage;

namespace Gateway.Cli;

/// <summary>
/// The admin API without a gateway that runs: the same routes on the database of the configuration. Who may read that file may do so as
/// an admin, and the audit log says that it was done here. Gateways that run see it within a second.
/// </summary>
internal sealed class OfflineAdmin(ServiceProvider services) : IAsyncDisposable
{
    private readonly IReadOnlyList<AdminRoute> _routes = AdminTable.Stored(services);

    /// <returns>The API; null after what went wrong was printed.</returns>
    public static OfflineAdmin? Open(ConfigLocation location)
    {
        if (ConfigCommand.TryLoad(location) is not { } source)
        {
            return null;
        }

        var (secrets, missing) = ServerSecrets.From(source.Config, location);
        if (secrets is null)
        {
            Console.Error.WriteLine(missing);
            return null;
        }

        return new OfflineAdmin(new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new ConfigStore(source.Config, source.Text))
            .AddStorage(secrets.Database)
            .AddStoredKeys(secrets.Hasher)
            .BuildServiceProvider());
    }

    /// <summary>Whether there is something to ask, or the operator wants there to be.</summary>
    public bool HasDatabase => services.GetRequiredService<StoredAccess>().IsThere;

    /// <returns>The answer and whether it is what was asked for.</returns>
    public async Task<(JsonElement Json, bool IsGood)> AskAsync(HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        await services.GetRequiredService<StoredAccess>().RefreshAsync(stop);
        var question = path.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : path.Length;
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = stop };
        context.Request.Method = method.Method;
        context.Request.QueryString = new QueryString(path[question..]);
        context.Request.Headers.IfMatch = "*";
        if (body is not null)
        {
            context.Request.ContentType = "application/json";
            context.Request.Body = new MemoryStream(body);
        }

        var route = _routes.First(r => r.Method == method.Method && Matches(r.Path, path[..question], context));
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await route.Handle(new AdminCall(context, Manager.CommandLine));
        return (JsonElement.Parse(answer.ToArray()), context.Response.StatusCode < 300);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static bool Matches(string pattern, string path, HttpContext context)
    {
        var (wanted, given) = (pattern.Split('/'), path.Split('/'));
        if (wanted.Length != given.Length)
        {
            return false;
        }

        foreach (var (part, text) in wanted.Zip(given))
        {
            if (part.StartsWith('{'))
            {
                context.Request.RouteValues[part.Trim('{', '}')] = text;
            }
            else if (part != text)
            {
                return false;
            }
        }

        return true;
    }
}

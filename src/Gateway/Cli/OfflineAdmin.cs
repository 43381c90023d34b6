using System.Text.Json;
using Gateway.Admin;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Endpoints.Reports;
using Gateway.Ledger;
using Gateway.Ledger.Storage;

namespace Gateway.Cli;

/// <summary>
/// The admin API without a running gateway: the same routes on the configured database. A person who may read that file may use it as an
/// admin, and the audit log says that the change was made here. Running gateways see changes within a second.
/// </summary>
internal sealed class OfflineAdmin(ServiceProvider services) : IAsyncDisposable
{
    private readonly IReadOnlyList<AdminRoute> _routes = AdminTable.Stored(services);

    /// <returns>The API; null after the error was printed.</returns>
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
            .AddManagement()
            .AddUsageQueries(secrets.Database)
            .AddSingleton<UsageLedger>()
            .BuildServiceProvider());
    }

    /// <summary>True when there is a database, or the operator wants one.</summary>
    public bool HasDatabase => services.GetRequiredService<StoredAccess>().IsThere;

    /// <summary>The file of the database; null when it has none.</summary>
    public string? File => services.GetRequiredService<AccessStore>().Options.File;

    /// <summary>
    /// Removes a file that was created here and holds no key: a gateway that finds it would ask every caller for a key nobody has.
    /// </summary>
    public async Task RemoveIfEmptyAsync()
    {
        var store = services.GetRequiredService<AccessStore>();
        if (store.Options is { File: { } file, IsConfigured: false } && !await HoldsKeysAsync(store))
        {
            store.Forget();
            System.IO.File.Delete(file);
            SqliteFile.ClearCompanions(file);
        }
    }

    /// <returns>The answer, and whether it is the one asked for.</returns>
    public async Task<(JsonElement Json, bool IsGood)> AskAsync(HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        using var answer = new MemoryStream();
        var status = await RunAsync(method, path, body, _ => answer, stop);
        return (JsonElement.Parse(answer.ToArray()), status < 300);
    }

    /// <summary>Copies an answer to a stream as it arrives.</summary>
    /// <returns>The error instead of the answer; null when it was written.</returns>
    public async Task<JsonElement?> CopyAsync(string path, Stream output, CancellationToken stop)
    {
        using var error = new MemoryStream();
        var status = await RunAsync(
            HttpMethod.Get, path, null, context => new LateStream(() => context.Response.StatusCode < 300 ? output : error), stop);
        return status < 300 ? null : JsonElement.Parse(error.ToArray());
    }

    private async Task<int> RunAsync(HttpMethod method, string path, byte[]? body, Func<HttpContext, Stream> answer, CancellationToken stop)
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
        context.Response.Body = answer(context);
        await route.Handle(new AdminCall(context, Manager.CommandLine));
        await context.Response.Body.FlushAsync(stop);
        return context.Response.StatusCode;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static async Task<bool> HoldsKeysAsync(AccessStore store)
    {
        try
        {
            return (await store.ReadAsync(CancellationToken.None)).Keys.Count > 0;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
        {
            // It does not even have the tables.
            return false;
        }
    }

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

using System.Globalization;
using System.Text.Json;
using Gateway.Authentication;
using Gateway.Requests;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Pipeline;

/// <summary>Resolves the name in <c>model</c> to its route.</summary>
internal static class RequestedName
{
    /// <returns>The reason why the name has no meaning; null when there is a route.</returns>
    public static ApiError? Find(Choice choice)
    {
        var (inquiry, snapshot) = (choice.Inquiry, choice.Snapshot);
        var quoted = inquiry.Body!.Span.Slice(inquiry.Head.Model.Start, inquiry.Head.Model.Length);
        // The head reader bounds the name's length, so this is a few hundred bytes at most.
        Span<char> buffer = stackalloc char[quoted.Length];
        var json = new Utf8JsonReader(quoted);
        json.Read();
        ReadOnlySpan<char> name = buffer[..json.CopyString(buffer)];
        if (HoldsControls(name))
        {
            // Errors and the log repeat the name, and such characters do harm there.
            return ApiErrors.InvalidValue("model", "holds control characters.");
        }

        var route = snapshot.RoutesOf(inquiry.Caller).Match(name);
        var meant = route?.Name ?? name.ToString();
        choice.Route = route;
        choice.Name = new AskedName(name.SequenceEqual(meant) ? meant : name.ToString(), meant, route?.CountedAs);
        if (route is not null && inquiry.Caller.Rights.Allow(route))
        {
            // A backend is asked for names that it does not list, but not for one that its provider says is gone.
            return route is { Kind: RouteKind.ModelOnBackend, Candidates: [{ Card.IsListed: false }] } ? WhyEnded(meant, snapshot) : null;
        }

        return WhyUnknown(meant, inquiry.Caller, snapshot);
    }

    // Includes characters that change the text direction or end the line for a reader of the log.
    private static bool HoldsControls(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (char.IsControl(c)
                || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Explains to a caller why a name has no meaning.</summary>
    public static ApiError WhyUnknown(string name, ApiKey caller, GatewaySnapshot snapshot)
    {
        var elsewhere = snapshot.Routes.Match(name);
        if (MayBeNamed(name, elsewhere, caller) && snapshot.WhatIsSilent is { } unknown)
        {
            return ApiErrors.NotToldYet(name, unknown);
        }

        if (elsewhere is not null && !caller.Rights.Allow(elsewhere))
        {
            return ApiErrors.ModelNotAllowed(name, caller.Rights.Names);
        }

        if (elsewhere is null && !caller.Rights.IsAll)
        {
            // Names that a key may not use are not suggested to it either.
            return ApiErrors.ModelNotFound(name, NearestNames.Find(name, caller.Rights.Names), null);
        }

        if (caller.LocalOnly && elsewhere is not null)
        {
            return WhyEmpty(name, elsewhere, caller, snapshot);
        }

        if (WhyEnded(name, snapshot) is { } ended)
        {
            return ended;
        }

        var fault = NameFault.Of(name, snapshot.RoutesOf(caller));
        return fault.Kind switch
        {
            NameFaultKind.UnknownWish => ApiErrors.UnknownWish(fault.Part, fault.Nearest),
            NameFaultKind.Contradiction => ApiErrors.InvalidValue("model", $"wishes for :local and :cloud at once. Keep one."),
            NameFaultKind.NoSize => ApiErrors.NoSize(fault.Part),
            NameFaultKind.UnknownTag => ApiErrors.UnknownTag(fault.Part, fault.Nearest),
            NameFaultKind.UnknownName => WhyUnknown(name, fault, snapshot),
        };
    }

    private static ApiError WhyUnknown(string name, NameFault fault, GatewaySnapshot snapshot) => snapshot switch
    {
        { Backends.Count: 0 } => ApiErrors.NoBackend(snapshot.WhatIsMissing),
        { CanAnswer: false } when fault.Nearest.Count == 0 => ApiErrors.NoBackend(snapshot.WhatIsMissing),
        { WhatIsSilent: { } silent } when fault.Nearest.Count == 0 => ApiErrors.NotToldYet(name, silent),
        _ => ApiErrors.ModelNotFound(name, fault.Nearest, snapshot.WhatIsUnusable),
    };

    private static ApiError? WhyEnded(string name, GatewaySnapshot snapshot)
    {
        foreach (var backend in snapshot.Backends.Values)
        {
            var model = name.StartsWith(backend.Name + "/", StringComparison.OrdinalIgnoreCase) ? name[(backend.Name.Length + 1)..] : name;
            // One that is redirected ends here only when what answered it is gone too.
            if (backend is { Traits.PriceList: { } list, State.Models: not null }
                && snapshot.Lives.Find(list, model) is { } life && life.IsOver(snapshot.BuiltAt)
                && (life.Change == LifeChange.Ended || life.Successor is null))
            {
                return ApiErrors.ModelEnded(LifeWords.Sentence(life, snapshot.BuiltAt));
            }
        }

        return null;
    }

    // The models a key may name are known once the backends have listed theirs.
    private static bool MayBeNamed(string name, Route? route, ApiKey caller) =>
        !caller.Rights.IsAll
        && (route is null or { Kind: RouteKind.ModelOnBackend, Candidates: [{ Card.IsListed: false }] })
        && caller.Rights.Names.Contains(route?.Candidates[0].Model ?? name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Explains why a known name has no candidate for a caller.</summary>
    public static ApiError WhyEmpty(string name, Route route, ApiKey caller, GatewaySnapshot snapshot) =>
        (caller.LocalOnly, snapshot.WhatIsSilent) switch
        {
            _ when !snapshot.CanAnswer => ApiErrors.NoBackend(snapshot.WhatIsMissing),
            // The missing model may belong to a backend that has not listed its models yet.
            (_, { } silent) => ApiErrors.NotToldYet(name, silent),
            (true, _) when snapshot.Routes.Match(name) is { Candidates.IsEmpty: false } => ApiErrors.LocalOnly(name),
            _ when snapshot.Backends.Count == 0 || route.IsExplicit => ApiErrors.NoBackend(snapshot.WhatIsMissing),
            _ =>
                ApiErrors.NoCapableModel(
                    $"No model here answers to '{name}'. GET /v1/models lists the names there "
                    + $"are.{(snapshot.WhatIsUnusable is { } what ? " " + what : "")}"),
        };
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace StockNow.Tests.Support;

/// <summary>A type that another one uses.</summary>
/// <param name="Assembly">The assembly it lies in.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="FullName">Its full name.</param>
sealed record TypeUse(string Assembly, string Namespace, string FullName);

/// <summary>A type, with nested and compiler-made ones in it, and all that it uses: in signatures, attributes and the bodies of methods.</summary>
sealed record UsingType(string Namespace, string FullName, IReadOnlyCollection<TypeUse> Uses)
{
    /// <summary>All types of an assembly.</summary>
    public static IReadOnlyList<UsingType> In(System.Reflection.Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return [.. module.Types.Where(type => type.Name != "<Module>").Select(Read)];
    }

    /// <summary>One type.</summary>
    public static UsingType Of(Type type)
    {
        using var module = ModuleDefinition.ReadModule(type.Assembly.Location);
        return Read(module.GetType(type.FullName!.Replace('+', '/')));
    }

    static UsingType Read(TypeDefinition type)
    {
        var uses = new HashSet<TypeUse>();
        foreach (var used in new[] { type }.Concat(AllNested(type)).SelectMany(UsedBy).SelectMany(Unwrap)) uses.Add(used);
        return new UsingType(type.Namespace, type.FullName, uses);
    }

    static IEnumerable<TypeDefinition> AllNested(TypeDefinition type) => type.NestedTypes.SelectMany(nested => AllNested(nested).Prepend(nested));

    static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.GenericParameters.SelectMany(Constraints),
        .. InAttributes(type), .. type.Fields.SelectMany(InAttributes), .. type.Properties.SelectMany(InAttributes),
        .. type.Methods.SelectMany(UsedBy),
    ];

    static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) =>
    [
        .. InSignature(method),
        .. method.GenericParameters.SelectMany(Constraints),
        .. InAttributes(method), .. method.Parameters.SelectMany(InAttributes),
        .. method.HasBody ? InBody(method.Body) : [],
    ];

    static IEnumerable<TypeReference?> InBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference method => [method.DeclaringType, .. InSignature(method), .. method is GenericInstanceMethod generic
            ? generic.GenericArguments : []],
            FieldReference field => [field.DeclaringType, field.FieldType],
            CallSite site => InSignature(site),
            _ => Array.Empty<TypeReference?>(),
        }),
    ];

    static IEnumerable<TypeReference?> InSignature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);

    static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) => parameter.Constraints.Select(constraint => constraint.ConstraintType);

    static IEnumerable<TypeReference?> InAttributes(ICustomAttributeProvider provider) => provider.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Prepend(attribute.AttributeType));

    // A list of arrays of pairs uses all of them.
    static IEnumerable<TypeUse> Unwrap(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unwrap).Concat(Unwrap(generic.ElementType)),
        IModifierType modified => Unwrap(modified.ModifierType).Concat(Unwrap(modified.ElementType)),
        FunctionPointerType pointer => InSignature(pointer).SelectMany(Unwrap),
        TypeSpecification specification => Unwrap(specification.ElementType),
        { DeclaringType: { } outer } => Unwrap(outer),
        { Namespace: "", Name: ['<', ..] } => [], // the compiler's own
        _ => [new TypeUse(AssemblyOf(type), type.Namespace, type.FullName)],
    };

    static string AssemblyOf(TypeReference type) => type.Scope is AssemblyNameReference assembly ? assembly.Name : type.Module.Assembly.Name.Name;
}
